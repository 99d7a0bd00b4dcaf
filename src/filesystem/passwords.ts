// Passwords in addresses, which tools and mounts show in their words.

/** Of `https://user:password@host/` all but the password. */
export function withoutPasswords(text: string): string {
  return text.replace(/(:\/\/[^/:@\s]*):[^/@\s]+@/g, '$1:<hidden>@');
}
