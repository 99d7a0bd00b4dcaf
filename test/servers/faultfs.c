// FUSE file system that passes everything on to a directory and makes faults on command, one command a line on stdin.
// Build: cc -o faultfs faultfs.c $(pkg-config --cflags --libs fuse3)   Usage: faultfs DIRECTORY MOUNT_POINT [LOG]
//   read fail 5 from 4096   reads that end beyond byte 4096 fail with errno 5
//   write fail 28 every 10  every tenth write from now on fails with errno 28
//   read stall              reads are taken and not answered until the next command for reads
//   all stall               the same for every request: read, write and other (open, stat, statfs, ...)
//   all clear               no fault; what is stalled is answered now
// Four faults are lies: the request succeeds, and its data is not what it should be.
//   write lose              writes store nothing
//   write tear              writes store their first half
//   write misplace          writes are stored one length of their own before their place, or behind it at the start
//   read flip               the lowest bit of the byte in the middle of what a read brings is another one
// Any fault takes the conditions "from" and "every", or both: every n-th of the requests that end beyond the byte.
// With LOG, each open and each read adds a line to that file: "open PATH" or "read PATH OFFSET LENGTH".
// Each command is answered with a line, "ok" or what is wrong with it. The end of stdin, SIGINT or SIGTERM unmounts and
// ends the process, and then the kernel fails what is stalled: nothing stays blocked.
#define _GNU_SOURCE
#define FUSE_USE_VERSION 312
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <fuse.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

enum { readClass, writeClass, otherClass, classCount };
enum { mostThreads = 64 }; /* a stalled request holds one */
enum action { clearAction, stallAction, failAction, loseAction, tearAction, misplaceAction, flipAction, actionCount };

struct fault {
    enum action action;
    int error;
    long long from; /* a faulty request ends beyond this byte; 0: every request is faulty */
    unsigned long every, seen, changes;
};

static const char* const classNames[classCount] = {"read", "write", "other"};
static const char* const actionNames[actionCount] = {"clear", "stall", "fail", "lose", "tear", "misplace", "flip"};
static struct fault faults[classCount] = {{.every = 1}, {.every = 1}, {.every = 1}};
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static int backing = -1;
static int requests = -1; /* the log, if there is one */

/* Stalls the request; returns the fault that it is to have, with action clear where it has none. */
static struct fault fault_of(int class, off_t offset, size_t length) {
    struct fault* fault = &faults[class];
    struct fault told = {.action = clearAction};
    pthread_mutex_lock(&mutex);
    if ((fault->from == 0 || offset + (long long)length > fault->from) && ++fault->seen % fault->every == 0) {
        const unsigned long changes = fault->changes;
        told = *fault;
        while (fault->action == stallAction && changes == fault->changes) pthread_cond_wait(&changed, &mutex);
    }
    pthread_mutex_unlock(&mutex);
    return told;
}

/* False: there is no such class of requests. */
static bool set_fault(const char* class, struct fault fault) {
    bool known = false;
    pthread_mutex_lock(&mutex);
    for (int index = 0; index < classCount; ++index) {
        if (strcmp(class, "all") != 0 && strcmp(class, classNames[index]) != 0) continue;
        fault.changes = faults[index].changes + 1;
        faults[index] = fault;
        known = true;
    }
    pthread_cond_broadcast(&changed);
    pthread_mutex_unlock(&mutex);
    return known;
}

/* Lies are about data: the class that can tell them, or null. */
static const char* only_class_of(enum action action) {
    if (action == flipAction) return "read";
    return action == loseAction || action == tearAction || action == misplaceAction ? "write" : NULL;
}

static enum action action_named(const char* name) {
    int action = 0;
    while (action < actionCount && strcmp(name, actionNames[action]) != 0) ++action;
    return (enum action)action;
}

static const char* obey(char* command) {
    struct fault fault = {.every = 1};
    const char* class = strtok(command, " \n"), *action = strtok(NULL, " \n"), *word;
    if (class == NULL || action == NULL) return "expected: read|write|other|all and an action";
    fault.action = action_named(action);
    if (fault.action == actionCount) return "unknown action: clear, stall, fail, lose, tear, misplace or flip";
    const char* only = only_class_of(fault.action);
    if (only != NULL && strcmp(class, only) != 0) return "writes lose, tear or misplace, and reads flip";
    if (fault.action == failAction) {
        word = strtok(NULL, " \n");
        fault.error = word == NULL ? 0 : atoi(word);
        if (fault.error <= 0) return "fail needs an errno";
    }
    while ((word = strtok(NULL, " \n")) != NULL) {
        const char* value = strtok(NULL, " \n");
        const long long number = value == NULL ? 0 : atoll(value);
        if (number <= 0) return "from and every need a number above 0";
        if (strcmp(word, "from") == 0) fault.from = number;
        else if (strcmp(word, "every") == 0) fault.every = (unsigned long)number;
        else return "unknown condition: from or every";
    }
    return set_fault(class, fault) ? "ok" : "unknown requests: read, write, other or all";
}

/* The path below the backing directory, for the calls that end in -at. */
static const char* below(const char* path) { return path[1] == '\0' ? "." : path + 1; }

static int answer(long result) { return result < 0 ? -errno : (int)result; }

#define FAIL_IF_TOLD()                                      \
    do {                                                    \
        const int told_ = fault_of(otherClass, 0, 0).error; \
        if (told_ != 0) return -told_;                      \
    } while (0)

static void* fs_init(struct fuse_conn_info* connection, struct fuse_config* config) {
    connection->max_background = mostThreads;
    config->use_ino = 1;
    config->hard_remove = 1;                          /* no .fuse_hidden files beside the data */
    config->attr_timeout = config->entry_timeout = 0; /* a fault shows at once */
    return NULL;
}

static int fs_getattr(const char* path, struct stat* status, struct fuse_file_info* file) {
    FAIL_IF_TOLD();
    if (file != NULL) return answer(fstat((int)file->fh, status));
    return answer(fstatat(backing, below(path), status, AT_SYMLINK_NOFOLLOW));
}

static int fs_statfs(const char* path, struct statvfs* facts) {
    (void)path;
    FAIL_IF_TOLD();
    return answer(fstatvfs(backing, facts));
}

static int fs_readdir(const char* path, void* buffer, fuse_fill_dir_t fill, off_t offset, struct fuse_file_info* file,
                      enum fuse_readdir_flags flags) {
    (void)offset, (void)file, (void)flags;
    FAIL_IF_TOLD();
    const int descriptor = openat(backing, below(path), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR* directory = descriptor < 0 ? NULL : fdopendir(descriptor);
    if (directory == NULL) return -errno;
    for (struct dirent* entry; (entry = readdir(directory)) != NULL;) fill(buffer, entry->d_name, NULL, 0, 0);
    closedir(directory);
    return 0;
}

/* O_DIRECT is between the caller and FUSE; the backing directory may be unable to do it. */
static int open_file(const char* path, struct fuse_file_info* file, mode_t mode) {
    FAIL_IF_TOLD();
    const int descriptor = openat(backing, below(path), (file->flags & ~O_DIRECT) | O_CLOEXEC, mode);
    if (descriptor < 0) return -errno;
    file->fh = (uint64_t)descriptor;
    return 0;
}

static int fs_open(const char* path, struct fuse_file_info* file) {
    if (requests >= 0) dprintf(requests, "open %s\n", path);
    return open_file(path, file, 0);
}

static int fs_create(const char* path, mode_t mode, struct fuse_file_info* file) {
    file->flags |= O_CREAT;
    return open_file(path, file, mode);
}

static int fs_read(const char* path, char* buffer, size_t length, off_t offset, struct fuse_file_info* file) {
    if (requests >= 0) dprintf(requests, "read %s %lld %zu\n", path, (long long)offset, length);
    const struct fault fault = fault_of(readClass, offset, length);
    if (fault.error != 0) return -fault.error;
    const int result = answer(pread((int)file->fh, buffer, length, offset));
    if (fault.action == flipAction && result > 0) buffer[result / 2] ^= 1;
    return result;
}

static int fs_write(const char* path, const char* buffer, size_t length, off_t offset, struct fuse_file_info* file) {
    (void)path;
    const struct fault fault = fault_of(writeClass, offset, length);
    if (fault.error != 0) return -fault.error;
    if (fault.action == loseAction) return (int)length;
    const off_t step = (off_t)length;
    const off_t place = fault.action != misplaceAction ? offset : offset < step ? offset + step : offset - step;
    const size_t stored = fault.action == tearAction ? length / 2 : length;
    const int result = answer(pwrite((int)file->fh, buffer, stored, place));
    return result == (int)stored ? (int)length : result;
}

static int fs_fsync(const char* path, int dataOnly, struct fuse_file_info* file) {
    (void)path;
    FAIL_IF_TOLD();
    return answer(dataOnly ? fdatasync((int)file->fh) : fsync((int)file->fh));
}

static off_t fs_lseek(const char* path, off_t offset, int whence, struct fuse_file_info* file) {
    (void)path;
    FAIL_IF_TOLD();
    const off_t found = lseek((int)file->fh, offset, whence);
    return found < 0 ? -errno : found;
}

static int fs_fallocate(const char* path, int mode, off_t offset, off_t length, struct fuse_file_info* file) {
    (void)path;
    FAIL_IF_TOLD();
    return answer(fallocate((int)file->fh, mode, offset, length));
}

static int fs_truncate(const char* path, off_t length, struct fuse_file_info* file) {
    FAIL_IF_TOLD();
    if (file != NULL) return answer(ftruncate((int)file->fh, length));
    const int descriptor = openat(backing, below(path), O_WRONLY | O_CLOEXEC);
    const int result = descriptor < 0 ? -errno : answer(ftruncate(descriptor, length));
    if (descriptor >= 0) close(descriptor);
    return result;
}

static int fs_release(const char* path, struct fuse_file_info* file) {
    (void)path;
    return answer(close((int)file->fh));
}

static int fs_mkdir(const char* path, mode_t mode) {
    FAIL_IF_TOLD();
    return answer(mkdirat(backing, below(path), mode));
}

static int fs_unlink(const char* path) {
    FAIL_IF_TOLD();
    return answer(unlinkat(backing, below(path), 0));
}

static int fs_rmdir(const char* path) {
    FAIL_IF_TOLD();
    return answer(unlinkat(backing, below(path), AT_REMOVEDIR));
}

static int fs_rename(const char* from, const char* to, unsigned flags) {
    FAIL_IF_TOLD();
    return answer(renameat2(backing, below(from), backing, below(to), flags));
}

static const struct fuse_operations operations = {
    .init = fs_init,
    .getattr = fs_getattr,
    .statfs = fs_statfs,
    .readdir = fs_readdir,
    .open = fs_open,
    .create = fs_create,
    .read = fs_read,
    .write = fs_write,
    .fsync = fs_fsync,
    .lseek = fs_lseek,
    .truncate = fs_truncate,
    .fallocate = fs_fallocate,
    .release = fs_release,
    .mkdir = fs_mkdir,
    .unlink = fs_unlink,
    .rmdir = fs_rmdir,
    .rename = fs_rename,
};

static void* serve(void* fuse) {
    struct fuse_loop_config* config = fuse_loop_cfg_create();
    fuse_loop_cfg_set_max_threads(config, mostThreads);
    fuse_loop_cfg_set_idle_threads(config, mostThreads);
    fuse_loop_mt(fuse, config);
    /* Unmounted by someone else: the loop is over, and main() still waits for commands. */
    kill(getpid(), SIGTERM);
    return NULL;
}

/* Ends the wait for a command, and the next one if none is awaited now. */
static void on_signal(int number) {
    (void)number;
    close(STDIN_FILENO);
}

/* The signals reach main() only. */
static void start_serving(struct fuse* fuse) {
    const struct sigaction action = {.sa_handler = on_signal};
    sigset_t signals;
    pthread_t thread;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &signals, NULL);
    const int error = pthread_create(&thread, NULL, serve, fuse);
    if (error != 0) {
        fprintf(stderr, "pthread_create: %s\n", strerror(error));
        exit(1);
    }
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    pthread_sigmask(SIG_UNBLOCK, &signals, NULL);
}

int main(int count, char** arguments) {
    if (count != 3 && count != 4) {
        fprintf(stderr, "usage: %s DIRECTORY MOUNT_POINT [LOG]\n", arguments[0]);
        return 2;
    }
    backing = open(arguments[1], O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (backing < 0) {
        fprintf(stderr, "%s: %s\n", arguments[1], strerror(errno));
        return 1;
    }
    if (count == 4) requests = open(arguments[3], O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
    umask(0);
    char* options[] = {arguments[0], "-ofsname=faultfs,subtype=faultfs", NULL};
    struct fuse_args fuseArguments = FUSE_ARGS_INIT(2, options);
    struct fuse* fuse = fuse_new(&fuseArguments, &operations, sizeof operations, NULL);
    if (fuse == NULL || fuse_mount(fuse, arguments[2]) != 0) return 1;
    start_serving(fuse);

    char* line = NULL;
    size_t capacity = 0;
    setvbuf(stdout, NULL, _IOLBF, 0);
    puts("mounted");
    while (getline(&line, &capacity, stdin) > 0) puts(obey(line));
    fuse_unmount(fuse);
    /* Not a return: threads with a stalled request would be waited for. */
    _exit(0);
}
