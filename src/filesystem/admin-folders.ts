// Where tools of administrators are installed, which PATH often leaves out for those who are not root.
export const adminFolders: readonly string[] = ['/usr/sbin', '/sbin', '/usr/local/sbin'];
