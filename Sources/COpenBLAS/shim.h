#include <cblas.h>

// Ends the threads that OpenBLAS begins when it is loaded. The library exports it, its header does not
// name it; builds without threads lack it.
extern int blas_thread_shutdown_(void) __attribute__((weak));

static inline void openblas_end_threads(void) {
  if (blas_thread_shutdown_) blas_thread_shutdown_();
}
