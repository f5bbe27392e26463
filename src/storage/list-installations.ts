import type { KeyRing } from '../workspaces/create-key-ring.js';
import { TokenUnreadable } from '../workspaces/token-unreadable.js';
import { type DatabaseSsl, openDatabase } from './open-database.js';

export interface ListedInstallation {
  readonly id: string;
  readonly name: string;
  /** Absent where no key opens it. */
  readonly token?: string;
  readonly scopes: readonly string[];
}

/** The workspaces that have installed the app, the newest first. @throws CannotOpenDatabase */
export async function listInstallations(
  target: { url: string; ssl?: DatabaseSsl },
  keys: KeyRing,
): Promise<ListedInstallation[]> {
  const database = await openDatabase(target);
  try {
    const rows = await database.kysely
      .selectFrom('installations')
      .select(['installation', 'name', 'sealed_token', 'scopes'])
      .orderBy('installed_at', 'desc')
      .execute();
    return rows.map(({ installation: id, name, sealed_token, scopes }) => {
      const token = opened(keys, sealed_token, id);
      return { id, name, scopes: JSON.parse(scopes), ...(token !== undefined && { token }) };
    });
  } finally {
    await database.close();
  }
}

function opened(keys: KeyRing, sealed: string, id: string): string | undefined {
  try {
    return keys.open(sealed, id);
  } catch (error) {
    if (error instanceof TokenUnreadable) return undefined;
    throw error;
  }
}
