import { describe, expect, it } from '@jest/globals';
import { parseDatabaseUrl } from '../../src/storage/database.js';

describe('a database URL', () => {
  it.each([
    ['sqlite:./data/guidepost.db', './data/guidepost.db'],
    ['sqlite:/var/lib/guidepost.db', '/var/lib/guidepost.db'],
    ['sqlite:///var/lib/guidepost.db', '/var/lib/guidepost.db'],
    ['SQLite:a folder/ü.db', 'a folder/ü.db'],
    ['sqlite::memory:', ':memory:'],
  ])('reads %s as the file %s', (url, path) => {
    expect(parseDatabaseUrl(url)).toEqual({ dialect: 'sqlite', path });
  });

  it.each([
    'postgres://u:p@db.example.com:5432/app',
    'postgresql://db/app?sslmode=require',
    'postgres:///app?host=/tmp',
  ])('reads %s as Postgres', (url) => {
    const parsed = parseDatabaseUrl(url);
    expect(parsed).toMatchObject({ dialect: 'postgres' });
    expect('url' in parsed && parsed.url.href).toBe(url);
  });

  it.each([
    ['', 'does not say which database'],
    ['./data/guidepost.db', 'does not say which database'],
    ['mysql://u:hunter2@db/app', 'begins with "mysql:", which is not supported'],
    ['file:./x.db', 'begins with "file:", which is not supported'],
    ['sqlite:', 'names no file'],
    ['sqlite:x.db?mode=ro', 'write a path only, without options'],
    ['postgres://', 'names no host'],
    ['postgres://u:hunter2@db:port/app', 'cannot be read'],
    ['postgres://u:hunter2#1@db/app', 'cannot be read'],
    ['postgres://u:hunter2%@db/app', 'has a "%" that encodes nothing'],
    ['postgres://db/app#hunter2', 'has a "#" in it'],
  ])('refuses %j, says why and how to write it, and keeps the password to itself', (url, reason) => {
    const parse = () => parseDatabaseUrl(url);
    expect(parse).toThrow(expect.objectContaining({ name: 'CannotOpenDatabase' }));
    expect(parse).toThrow(reason);
    expect(parse).toThrow('Write sqlite:./data/guidepost.db or postgres://user:password@host:5432/database.');
    expect(parse).not.toThrow('hunter2');
  });
});
