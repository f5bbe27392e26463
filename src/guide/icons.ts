/**
 * Emoji for the Font Awesome names of the legacy format (Full Stack Python), which uses them in `choiceNicon`.
 * Names that are not here get no icon: a wrong picture is worse than none.
 */
const FONT_AWESOME: Readonly<Record<string, string>> = {
  'fa-align-left': 'page_facing_up',
  'fa-archive': 'package',
  'fa-bar-chart': 'bar_chart',
  'fa-bar-chart-o': 'bar_chart',
  'fa-bolt': 'zap',
  'fa-book': 'book',
  'fa-bug': 'bug',
  'fa-check-square-o': 'ballot_box_with_check',
  'fa-clock-o': 'clock3',
  'fa-cloud': 'cloud',
  'fa-code': 'computer',
  'fa-code-fork': 'twisted_rightwards_arrows',
  'fa-cog': 'gear',
  'fa-cogs': 'gear',
  'fa-comments': 'speech_balloon',
  'fa-css3': 'art',
  'fa-cubes': 'package',
  'fa-dashboard': 'bar_chart',
  'fa-database': 'floppy_disk',
  'fa-desktop': 'desktop_computer',
  'fa-dropbox': 'package',
  'fa-exchange': 'left_right_arrow',
  'fa-eye': 'eyes',
  'fa-fast-backward': 'rewind',
  'fa-fast-forward': 'fast_forward',
  'fa-file-text': 'page_facing_up',
  'fa-file-text-o': 'page_facing_up',
  'fa-flask': 'alembic',
  'fa-gears': 'gear',
  'fa-globe': 'globe_with_meridians',
  'fa-hdd-o': 'floppy_disk',
  'fa-html5': 'globe_with_meridians',
  'fa-inbox': 'inbox_tray',
  'fa-key': 'key',
  'fa-keyboard-o': 'keyboard',
  'fa-language': 'globe_with_meridians',
  'fa-leaf': 'leaves',
  'fa-level-up': 'arrow_heading_up',
  'fa-line-chart': 'chart_with_upwards_trend',
  'fa-link': 'link',
  'fa-linux': 'penguin',
  'fa-list': 'clipboard',
  'fa-list-alt': 'clipboard',
  'fa-lock': 'lock',
  'fa-magic': 'sparkles',
  'fa-map-marker': 'round_pushpin',
  'fa-pencil-square-o': 'pencil2',
  'fa-play': 'arrow_forward',
  'fa-plug': 'electric_plug',
  'fa-plus': 'heavy_plus_sign',
  'fa-puzzle-piece': 'jigsaw',
  'fa-question': 'question',
  'fa-refresh': 'arrows_counterclockwise',
  'fa-repeat': 'repeat',
  'fa-rocket': 'rocket',
  'fa-search': 'mag',
  'fa-server': 'desktop_computer',
  'fa-share': 'arrow_right_hook',
  'fa-shield': 'shield',
  'fa-sign-in': 'inbox_tray',
  'fa-sort-amount-asc': 'bar_chart',
  'fa-spinner': 'hourglass_flowing_sand',
  'fa-tachometer': 'chart_with_upwards_trend',
  'fa-tasks': 'clipboard',
  'fa-terminal': 'computer',
  'fa-th-list': 'clipboard',
  'fa-trello': 'clipboard',
  'fa-umbrella': 'umbrella',
  'fa-user': 'bust_in_silhouette',
  'fa-video-camera': 'movie_camera',
  'fa-wrench': 'wrench',
};

/** The emoji name for an icon as an author wrote it, without colons. */
export function iconEmoji(icon: string | undefined): string | undefined {
  const words = (icon ?? '').trim().split(/\s+/);
  const fontAwesome = words.find((word) => word.startsWith('fa-') && FONT_AWESOME[word] !== undefined);
  if (fontAwesome !== undefined) return FONT_AWESOME[fontAwesome];
  const [name = ''] = words;
  return words.length === 1 && !/^fa[srlb]?(-|$)/.test(name) && /^:?[a-z0-9_+'-]+:?$/.test(name)
    ? name.replaceAll(':', '')
    : undefined;
}
