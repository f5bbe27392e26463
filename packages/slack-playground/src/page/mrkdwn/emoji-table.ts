/** Slack's names for the emoji that guides and checklists are likely to use. Others stay text. */
export const emojiTable: ReadonlyMap<string, string> = new Map(
  `+1 👍 thumbsup 👍 -1 👎 thumbsdown 👎 100 💯 1234 🔢 abc 🔤 accept 🉑 adhesive_bandage 🩹 airplane ✈️ alarm_clock ⏰ alembic ⚗️
  alien 👽 ambulance 🚑 anchor ⚓ angry 😠 ant 🐜 arrow_backward ◀️ arrow_down ⬇️ arrow_forward ▶️ arrow_heading_down ⤵️
  arrow_heading_up ⤴️ arrow_left ⬅️ arrow_lower_left ↙️ arrow_lower_right ↘️ arrow_right ➡️ arrow_right_hook ↪️ arrow_up ⬆️
  arrow_up_down ↕️ arrow_upper_left ↖️ arrow_upper_right ↗️ arrows_clockwise 🔃 arrows_counterclockwise 🔄 art 🎨 astonished 😲
  atom_symbol ⚛️ baby_chick 🐤 back 🔙 ballot_box_with_ballot 🗳️ ballot_box_with_check ☑️ balloon 🎈 bank 🏦 bar_chart 📊 battery 🔋
  bee 🐝 beer 🍺 beetle 🪲 beginner 🔰 bell 🔔 bento 🍱 bike 🚲 bird 🐦 birthday 🎂 black_circle ⚫ black_large_square ⬛
  black_small_square ▪️ black_medium_square ◼️ black_nib ✒️ black_square_button 🔲 blue_book 📘 blue_heart 💙 blush 😊 boat ⛵ bomb 💣
  book 📖 bookmark 🔖 bookmark_tabs 📑 books 📚 boom 💥 bow 🙇 bowtie 🤵 brain 🧠 bread 🍞 bricks 🧱 bridge_at_night 🌉 briefcase 💼
  broken_heart 💔 broom 🧹 bucket 🪣 bug 🐛 building_construction 🏗️ bulb 💡 bullettrain_front 🚅 busts_in_silhouette 👥
  bust_in_silhouette 👤 butterfly 🦋 cactus 🌵 cake 🍰 calendar 📆 date 📅 spiral_calendar_pad 🗓️ camera 📷 candle 🕯️ car 🚗
  card_file_box 🗃️ card_index 📇 card_index_dividers 🗂️ cat 🐱 chains ⛓️ chart 💹 chart_with_downwards_trend 📉
  chart_with_upwards_trend 📈 checkered_flag 🏁 cherry_blossom 🌸 chipmunk 🐿️ circus_tent 🎪 cityscape 🏙️ clap 👏 classical_building 🏛️
  clipboard 📋 clock1 🕐 clock3 🕒 clock9 🕘 closed_book 📕 closed_lock_with_key 🔐 cloud ☁️ cocktail 🍸 coffee ☕ collision 💥
  compass 🧭 computer 💻 confetti_ball 🎊 confused 😕 construction 🚧 construction_worker 👷 control_knobs 🎛️ cookie 🍪 cool 🆒
  cop 👮 copyright ©️ couch_and_lamp 🛋️ cow 🐮 crab 🦀 credit_card 💳 crescent_moon 🌙 crossed_fingers 🤞 crossed_swords ⚔️ crown 👑
  cry 😢 crystal_ball 🔮 curly_loop ➰ currency_exchange 💱 cyclone 🌀 dart 🎯 dash 💨 desktop_computer 🖥️ detective 🕵️ diamond_shape_with_a_dot_inside 💠
  disappointed 😞 dizzy 💫 dna 🧬 dog 🐶 dollar 💵 dolphin 🐬 door 🚪 droplet 💧 earth_africa 🌍 earth_americas 🌎 earth_asia 🌏 egg 🥚
  electric_plug 🔌 elephant 🐘 elevator 🛗 email ✉️ envelope ✉️ e-mail 📧 envelope_with_arrow 📩 exclamation ❗ heavy_exclamation_mark ❗
  eye 👁️ eyes 👀 face_with_monocle 🧐 factory 🏭 fast_forward ⏩ fax 📠 feather 🪶 file_cabinet 🗄️ file_folder 📁 film_frames 🎞️ fire 🔥
  fire_engine 🚒 fire_extinguisher 🧯 first_place_medal 🥇 fish 🐟 fist ✊ flashlight 🔦 floppy_disk 💾 flying_saucer 🛸 fog 🌫️ footprints 👣
  fork_and_knife 🍴 four_leaf_clover 🍀 fox_face 🦊 frog 🐸 fuelpump ⛽ gear ⚙️ gem 💎 ghost 👻 gift 🎁 globe_with_meridians 🌐
  green_apple 🍏 green_book 📗 green_heart 💚 grey_question ❔ grey_exclamation ❕ grimacing 😬 grin 😁 grinning 😀 guardsman 💂 hammer 🔨
  hammer_and_pick ⚒️ hammer_and_wrench 🛠️ hand ✋ raised_hand ✋ handshake 🤝 hankey 💩 poop 💩 hatching_chick 🐣 headphones 🎧 heart ❤️
  heart_eyes 😍 heavy_check_mark ✔️ heavy_division_sign ➗ heavy_dollar_sign 💲 heavy_minus_sign ➖ heavy_multiplication_x ✖️
  heavy_plus_sign ➕ helmet_with_white_cross ⛑️ high_brightness 🔆 hole 🕳️ honeybee 🐝 honey_pot 🍯 horse 🐴 hospital 🏥 hotel 🏨
  hourglass ⌛ hourglass_flowing_sand ⏳ house 🏠 hugging_face 🤗 ice_cube 🧊 icecream 🍦 id 🆔 inbox_tray 📥 incoming_envelope 📨
  infinity ♾️ information_source ℹ️ innocent 😇 interrobang ⁉️ iphone 📱 jigsaw 🧩 joy 😂 joystick 🕹️ key 🔑 old_key 🗝️ keyboard ⌨️
  keycap_star *️⃣ knot 🪢 label 🏷️ ladder 🪜 ladybug 🐞 laptop 💻 large_blue_circle 🔵 large_blue_square 🟦 large_green_circle 🟢
  large_green_square 🟩 large_orange_circle 🟠 large_orange_square 🟧 large_purple_circle 🟣 large_purple_square 🟪 large_red_square 🟥
  large_yellow_circle 🟡 large_yellow_square 🟨 laughing 😆 leaves 🍃 ledger 📒 left_right_arrow ↔️ leopard 🐆 level_slider 🎚️ lightning ⚡
  link 🔗 linked_paperclips 🖇️ lion_face 🦁 lock 🔒 lock_with_ink_pen 🔏 lotus_position 🧘 loud_sound 🔊 loudspeaker 📢 low_brightness 🔅
  mag 🔍 mag_right 🔎 magic_wand 🪄 magnet 🧲 mailbox 📫 mailbox_with_mail 📬 male-technologist 👨‍💻 female-technologist 👩‍💻
  technologist 🧑‍💻 map 🗺️ world_map 🗺️ mechanic 🧑‍🔧 mega 📣 memo 📝 pencil 📝 microscope 🔬 minidisc 💽 money_with_wings 💸 moneybag 💰
  monkey 🐒 moon 🌔 motorway 🛣️ mountain ⛰️ mouse 🐭 three_button_mouse 🖱️ movie_camera 🎥 moyai 🗿 muscle 💪 mushroom 🍄
  musical_note 🎵 mute 🔇 nazar_amulet 🧿 necktie 👔 nerd_face 🤓 neutral_face 😐 new 🆕 newspaper 📰 no_bell 🔕 no_entry ⛔
  no_entry_sign 🚫 notebook 📓 notebook_with_decorative_cover 📔 nut_and_bolt 🔩 ocean 🌊 octagonal_sign 🛑 octopus 🐙 office 🏢
  ok 🆗 ok_hand 👌 white_circle ⚪ one 1️⃣ two 2️⃣ three 3️⃣ four 4️⃣ five 5️⃣ six 6️⃣ seven 7️⃣ eight 8️⃣ nine 9️⃣ zero 0️⃣ keycap_ten 🔟
  hash #️⃣ open_book 📖 open_file_folder 📂 open_hands 👐 orange_book 📙 orange_heart 🧡 outbox_tray 📤 owl 🦉 package 📦
  page_facing_up 📄 page_with_curl 📃 pager 📟 paintbrush 🖌️ lower_left_paintbrush 🖌️ palm_tree 🌴 panda_face 🐼 paperclip 📎
  parachute 🪂 parking 🅿️ partly_sunny ⛅ party_parrot 🦜 parrot 🦜 partying_face 🥳 passport_control 🛂 pause_button ⏸️
  double_vertical_bar ⏸️ pencil2 ✏️ penguin 🐧 pensive 😔 performing_arts 🎭 phone ☎️ telephone ☎️ telephone_receiver 📞 pick ⛏️ pie 🥧
  pill 💊 pizza 🍕 placard 🪧 point_down 👇 point_left 👈 point_right 👉 point_up ☝️ point_up_2 👆 police_car 🚓 popcorn 🍿
  postbox 📮 post_office 🏤 potted_plant 🪴 pray 🙏 printer 🖨️ purple_heart 💜 purse 👛 pushpin 📌 question ❓ rabbit 🐰 radio 📻
  radio_button 🔘 railway_track 🛤️ rainbow 🌈 raised_hands 🙌 raising_hand 🙋 receipt 🧾 recycle ♻️ red_circle 🔴 registered ®️
  relaxed ☺️ repeat 🔁 repeat_one 🔂 rewind ⏪ ribbon 🎀 ring 💍 ring_buoy 🛟 robot_face 🤖 rock 🪨 rocket 🚀 roll_of_paper 🧻
  rolling_on_the_floor_laughing 🤣 rosette 🏵️ rotating_light 🚨 round_pushpin 📍 rowboat 🚣 runner 🏃 running 🏃 safety_pin 🧷
  safety_vest 🦺 sailboat ⛵ sandwich 🥪 satellite 🛰️ satellite_antenna 📡 scales ⚖️ school 🏫 scissors ✂️ screwdriver 🪛 scroll 📜
  second_place_medal 🥈 third_place_medal 🥉 see_no_evil 🙈 seedling 🌱 shamrock ☘️ shark 🦈 shield 🛡️ ship 🚢 shopping_trolley 🛒 shrug 🤷
  sign_of_the_horns 🤘 signal_strength 📶 six_pointed_star 🔯 sleeping 😴 slightly_smiling_face 🙂 small_blue_diamond 🔹
  small_orange_diamond 🔸 small_red_triangle 🔺 small_red_triangle_down 🔻 large_blue_diamond 🔷 large_orange_diamond 🔶 smile 😄 smiley 😃
  smirk 😏 snail 🐌 snake 🐍 snowflake ❄️ sob 😭 soap 🧼 sos 🆘 sound 🔉 space_invader 👾 spades ♠️ sparkle ❇️ sparkler 🎇 sparkles ✨
  speak_no_evil 🙊 speaker 🔈 speech_balloon 💬 left_speech_bubble 🗨️ thought_balloon 💭 speedboat 🚤 spider 🕷️ spider_web 🕸️
  spiral_note_pad 🗒️ spock-hand 🖖 squid 🦑 stadium 🏟️ star ⭐ star2 🌟 stars 🌠 stethoscope 🩺 steam_locomotive 🚂 stopwatch ⏱️
  straight_ruler 📏 triangular_ruler 📐 sun_with_face 🌞 sunglasses 😎 sunny ☀️ sunrise 🌅 surfer 🏄 sweat 😓 sweat_smile 😅 symbols 🔣
  syringe 💉 t-rex 🦖 sauropod 🦕 tada 🎉 tangerine 🍊 target 🎯 tea 🍵 teacher 🧑‍🏫 tent ⛺ test_tube 🧪 thermometer 🌡️ thinking_face 🤔
  thread 🧵 ticket 🎫 tiger 🐯 timer_clock ⏲️ mantelpiece_clock 🕰️ tm ™️ tokyo_tower 🗼 tools 🛠️ toolbox 🧰 tooth 🦷 top 🔝 tractor 🚜
  traffic_light 🚥 vertical_traffic_light 🚦 train 🚋 trash 🗑️ wastebasket 🗑️ tree 🌳 deciduous_tree 🌳 evergreen_tree 🌲
  triangular_flag_on_post 🚩 trophy 🏆 truck 🚚 articulated_lorry 🚛 tulip 🌷 turtle 🐢 tv 📺 twisted_rightwards_arrows 🔀 umbrella ☂️
  unamused 😒 unicorn_face 🦄 unlock 🔓 up 🆙 upside_down_face 🙃 v ✌️ vhs 📼 video_camera 📹 video_game 🎮 volcano 🌋 warning ⚠️
  watch ⌚ watermelon 🍉 wave 👋 waving_white_flag 🏳️ wavy_dash 〰️ weary 😩 whale 🐳 whale2 🐋 wheel 🛞 wheel_of_dharma ☸️ white_check_mark ✅
  white_flower 💮 white_heart 🤍 white_large_square ⬜ white_medium_square ◻️ white_small_square ▫️ white_square_button 🔳 wind_chime 🎐
  wind_blowing_face 🌬️ window 🪟 wine_glass 🍷 wink 😉 wolf 🐺 woman-running 🏃‍♀️ wood 🪵 worm 🪱 worried 😟 wrench 🔧 writing_hand ✍️ x ❌
  yellow_heart 💛 yum 😋 zap ⚡ zipper_mouth_face 🤐 zombie 🧟 zzz 💤 negative_squared_cross_mark ❎ arrow_double_up ⏫ arrow_double_down ⏬
  black_square_for_stop ⏹️ black_circle_for_record ⏺️ eject ⏏️ name_badge 📛 o ⭕ on 🔛 soon 🔜 end 🔚 bangbang ‼️ capital_abcd 🔠 abcd 🔡
  signpost 🪧 vibration_mode 📳 mobile_phone_off 📴 bathtub 🛁 shower 🚿 luggage 🧳 passenger_ship 🛳️ ferry ⛴️ helicopter 🚁 bus 🚌 tram 🚊
  metro 🚇 station 🚉 oncoming_automobile 🚘 racing_car 🏎️ motor_scooter 🛵 kick_scooter 🛴 hut 🛖 house_with_garden 🏡
  derelict_house_building 🏚️ european_castle 🏰 snow_capped_mountain 🏔️ desert_island 🏝️ sponge 🧽 wrestlers 🤼 juggling 🤹 salute 🫡 saluting_face 🫡
  flag-gb 🇬🇧 flag-us 🇺🇸 us 🇺🇸 de 🇩🇪 flag-de 🇩🇪 flag-eu 🇪🇺`
    .trim()
    .split(/\s+/)
    .reduce<[string, string][]>((pairs, word, index, words) => {
      if (index % 2 === 0) pairs.push([word, words[index + 1] ?? '']);
      return pairs;
    }, []),
);
