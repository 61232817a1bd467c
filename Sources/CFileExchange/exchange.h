// Renames that the C library does not show to Swift: two names exchanged in one step, and a name
// that must not be taken yet. Both return 0, or the error's number.
#include <errno.h>
#include <stdio.h>
#if defined(__linux__)
#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>
#endif

#if defined(__linux__) && defined(SYS_renameat2)
long syscall(long number, ...);
static inline int exchange_rename(const char *from, const char *to, unsigned flags) {
  return syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, flags) == 0 ? 0 : errno;
}
// RENAME_EXCHANGE is 2, RENAME_NOREPLACE is 1.
static inline int exchange_names(const char *a, const char *b) { return exchange_rename(a, b, 2); }
static inline int exchange_move(const char *a, const char *b) { return exchange_rename(a, b, 1); }
#elif defined(__APPLE__)
static inline int exchange_names(const char *a, const char *b) {
  return renamex_np(a, b, RENAME_SWAP) == 0 ? 0 : errno;
}
static inline int exchange_move(const char *a, const char *b) {
  return renamex_np(a, b, RENAME_EXCL) == 0 ? 0 : errno;
}
#else
static inline int exchange_names(const char *a, const char *b) { return ENOSYS; }
static inline int exchange_move(const char *a, const char *b) { return ENOSYS; }
#endif
