// Our submission entries against those that liburing prepares, byte for byte. liburing is used by this test only.
#include <gtest/gtest.h>

#include "engines/uring_abi.h"

#if __has_include(<liburing.h>)

#include <fcntl.h>
#include <liburing.h>

#include <cstring>

namespace ioproof::uring {
namespace {

char path[] = "/data/d000000/f000000001";
char buffer[4096];

/// An entry that says nothing yet; liburing prepares one that is all zero as well.
SubmissionEntry blank(Opcode opcode, int descriptor, const void* address) {
    SubmissionEntry entry{};
    entry.opcode = opcode;
    entry.descriptor = descriptor;
    entry.address = reinterpret_cast<uint64_t>(address);
    entry.userData = 77;
    return entry;
}

template <typename Prepare>
void expectSame(const SubmissionEntry& ours, Prepare prepare) {
    io_uring_sqe theirs{};
    prepare(&theirs);
    theirs.user_data = 77;
    ASSERT_EQ(sizeof(ours), sizeof(theirs));
    EXPECT_EQ(std::memcmp(&ours, &theirs, sizeof(ours)), 0);
}

TEST(Liburing, PreparesTheSameReadsAndWrites) {
    SubmissionEntry entry = blank(opRead, 5, buffer);
    entry.length = sizeof(buffer);
    entry.offset = uint64_t{5} << 40;
    expectSame(entry, [](io_uring_sqe* sqe) { io_uring_prep_read(sqe, 5, buffer, sizeof(buffer), uint64_t{5} << 40); });
    entry.opcode = opWrite;
    expectSame(entry,
               [](io_uring_sqe* sqe) { io_uring_prep_write(sqe, 5, buffer, sizeof(buffer), uint64_t{5} << 40); });
}

TEST(Liburing, PreparesTheSameTransfersOfRegisteredBuffersAndFiles) {
    SubmissionEntry entry = blank(opReadFixed, 2, buffer);
    entry.length = sizeof(buffer);
    entry.offset = 8192;
    entry.bufferIndex = 63;
    expectSame(entry, [](io_uring_sqe* sqe) { io_uring_prep_read_fixed(sqe, 2, buffer, sizeof(buffer), 8192, 63); });
    entry.opcode = opWriteFixed;
    entry.flags = sqeFixedFile;
    expectSame(entry, [](io_uring_sqe* sqe) {
        io_uring_prep_write_fixed(sqe, 2, buffer, sizeof(buffer), 8192, 63);
        io_uring_sqe_set_flags(sqe, IOSQE_FIXED_FILE);
    });
}

TEST(Liburing, PreparesTheSamePathOperations) {
    SubmissionEntry opening = blank(opOpenAt, AT_FDCWD, path);
    opening.length = 0644;
    opening.operationFlags = O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC;
    expectSame(opening, [](io_uring_sqe* sqe) {
        io_uring_prep_openat(sqe, AT_FDCWD, path, O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0644);
    });
    SubmissionEntry status = blank(opStatx, AT_FDCWD, path);
    status.length = 0x7ff;
    status.offset = reinterpret_cast<uint64_t>(buffer);
    expectSame(status, [](io_uring_sqe* sqe) {
        io_uring_prep_statx(sqe, AT_FDCWD, path, 0, 0x7ff, reinterpret_cast<struct statx*>(buffer));
    });
    expectSame(blank(opUnlinkAt, AT_FDCWD, path),
               [](io_uring_sqe* sqe) { io_uring_prep_unlinkat(sqe, AT_FDCWD, path, 0); });
}

TEST(Liburing, PreparesTheSameOperationsOnNames) {
    static char other[] = "/data/d000000/f000000001.link";
    SubmissionEntry making = blank(opMkdirAt, AT_FDCWD, path);
    making.length = 0755;
    expectSame(making, [](io_uring_sqe* sqe) { io_uring_prep_mkdirat(sqe, AT_FDCWD, path, 0755); });
    SubmissionEntry removing = blank(opUnlinkAt, AT_FDCWD, path);
    removing.operationFlags = AT_REMOVEDIR;
    expectSame(removing, [](io_uring_sqe* sqe) { io_uring_prep_unlinkat(sqe, AT_FDCWD, path, AT_REMOVEDIR); });
    SubmissionEntry two = blank(opRenameAt, AT_FDCWD, path);
    two.length = static_cast<uint32_t>(AT_FDCWD);
    two.offset = reinterpret_cast<uint64_t>(other);
    expectSame(two, [](io_uring_sqe* sqe) { io_uring_prep_renameat(sqe, AT_FDCWD, path, AT_FDCWD, other, 0); });
    two.opcode = opLinkAt;
    expectSame(two, [](io_uring_sqe* sqe) { io_uring_prep_linkat(sqe, AT_FDCWD, path, AT_FDCWD, other, 0); });
    two.opcode = opSymlinkAt;
    two.length = 0;
    expectSame(two, [](io_uring_sqe* sqe) { io_uring_prep_symlinkat(sqe, path, AT_FDCWD, other); });
}

#ifdef IORING_SETUP_SINGLE_ISSUER
TEST(Liburing, PreparesTheSameOperationsOnAttributes) {
    static char name[] = "user.ioproof";
    SubmissionEntry entry = blank(opSetXattr, 0, name);
    entry.offset = reinterpret_cast<uint64_t>(buffer);
    entry.length = 32;
    entry.address3 = reinterpret_cast<uint64_t>(path);
    expectSame(entry, [](io_uring_sqe* sqe) { io_uring_prep_setxattr(sqe, name, buffer, path, 0, 32); });
    entry.opcode = opGetXattr;
    expectSame(entry, [](io_uring_sqe* sqe) { io_uring_prep_getxattr(sqe, name, buffer, path, 32); });
}
#endif

TEST(Liburing, PreparesTheSameSyncAndClose) {
    expectSame(blank(opFsync, 9, nullptr), [](io_uring_sqe* sqe) { io_uring_prep_fsync(sqe, 9, 0); });
    expectSame(blank(opClose, 9, nullptr), [](io_uring_sqe* sqe) { io_uring_prep_close(sqe, 9); });
}

}  // namespace
}  // namespace ioproof::uring

#else

TEST(Liburing, PreparesTheSameEntries) { GTEST_SKIP() << "liburing.h is not installed (Debian: liburing-dev)"; }

#endif
