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

TEST(Liburing, PreparesTheSameSyncAndClose) {
    expectSame(blank(opFsync, 9, nullptr), [](io_uring_sqe* sqe) { io_uring_prep_fsync(sqe, 9, 0); });
    expectSame(blank(opClose, 9, nullptr), [](io_uring_sqe* sqe) { io_uring_prep_close(sqe, 9); });
}

}  // namespace
}  // namespace ioproof::uring

#else

TEST(Liburing, PreparesTheSameEntries) { GTEST_SKIP() << "liburing.h is not installed (Debian: liburing-dev)"; }

#endif
