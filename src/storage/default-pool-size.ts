/** Two processes, each twice while releases overlap, and a migration, stay below the 20 connections of the smallest plans. */
export const DEFAULT_POOL_SIZE = 4;
