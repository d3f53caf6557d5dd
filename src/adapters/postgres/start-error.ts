/** Why Baton cannot start, as one plain sentence for whoever started it; the process ends with exit code 2. */
export class StartError extends Error {
  override readonly name = 'StartError';
}
