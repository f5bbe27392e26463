import { requirePostgres } from '../../../bench/checklists/databases.js';

requirePostgres(', or add --only sqlite');
