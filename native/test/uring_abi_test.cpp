// Our copy of the io_uring interface against the kernel's own header, as far as the installed one goes.
#include "engines/uring_abi.h"

#include <gtest/gtest.h>

#if __has_include(<linux/io_uring.h>)

#include <linux/io_uring.h>
#include <sys/syscall.h>

#include <cstddef>

namespace ioproof::uring {
namespace {

#define EXPECT_SAME_FIELD(Ours, field, theirs, Theirs)                    \
    EXPECT_EQ(offsetof(Ours, field), offsetof(Theirs, theirs)) << #field; \
    EXPECT_EQ(sizeof(Ours::field), sizeof(Theirs::theirs)) << #field

TEST(UringAbi, HasTheKernelsSubmissionEntry) {
    ASSERT_EQ(sizeof(SubmissionEntry), sizeof(io_uring_sqe));
    EXPECT_SAME_FIELD(SubmissionEntry, opcode, opcode, io_uring_sqe);
    EXPECT_SAME_FIELD(SubmissionEntry, flags, flags, io_uring_sqe);
    EXPECT_SAME_FIELD(SubmissionEntry, ioPriority, ioprio, io_uring_sqe);
    EXPECT_SAME_FIELD(SubmissionEntry, descriptor, fd, io_uring_sqe);
    EXPECT_SAME_FIELD(SubmissionEntry, offset, off, io_uring_sqe);
    EXPECT_SAME_FIELD(SubmissionEntry, address, addr, io_uring_sqe);
    EXPECT_SAME_FIELD(SubmissionEntry, length, len, io_uring_sqe);
    EXPECT_SAME_FIELD(SubmissionEntry, operationFlags, rw_flags, io_uring_sqe);
    EXPECT_SAME_FIELD(SubmissionEntry, userData, user_data, io_uring_sqe);
    EXPECT_SAME_FIELD(SubmissionEntry, bufferIndex, buf_index, io_uring_sqe);
    EXPECT_SAME_FIELD(SubmissionEntry, personality, personality, io_uring_sqe);
    EXPECT_SAME_FIELD(SubmissionEntry, fileIndex, file_index, io_uring_sqe);
}

TEST(UringAbi, HasTheKernelsCompletionEntry) {
    ASSERT_EQ(sizeof(CompletionEntry), sizeof(io_uring_cqe));
    EXPECT_SAME_FIELD(CompletionEntry, userData, user_data, io_uring_cqe);
    EXPECT_SAME_FIELD(CompletionEntry, result, res, io_uring_cqe);
    EXPECT_SAME_FIELD(CompletionEntry, flags, flags, io_uring_cqe);
}

TEST(UringAbi, HasTheKernelsParameters) {
    ASSERT_EQ(sizeof(Parameters), sizeof(io_uring_params));
    EXPECT_SAME_FIELD(Parameters, sqEntries, sq_entries, io_uring_params);
    EXPECT_SAME_FIELD(Parameters, cqEntries, cq_entries, io_uring_params);
    EXPECT_SAME_FIELD(Parameters, flags, flags, io_uring_params);
    EXPECT_SAME_FIELD(Parameters, sqThreadCpu, sq_thread_cpu, io_uring_params);
    EXPECT_SAME_FIELD(Parameters, sqThreadIdle, sq_thread_idle, io_uring_params);
    EXPECT_SAME_FIELD(Parameters, features, features, io_uring_params);
    EXPECT_SAME_FIELD(Parameters, workQueueDescriptor, wq_fd, io_uring_params);
    EXPECT_SAME_FIELD(Parameters, sq, sq_off, io_uring_params);
    EXPECT_SAME_FIELD(Parameters, cq, cq_off, io_uring_params);
    EXPECT_SAME_FIELD(SubmissionOffsets, tail, tail, io_sqring_offsets);
    EXPECT_SAME_FIELD(SubmissionOffsets, ringMask, ring_mask, io_sqring_offsets);
    EXPECT_SAME_FIELD(SubmissionOffsets, flags, flags, io_sqring_offsets);
    EXPECT_SAME_FIELD(SubmissionOffsets, array, array, io_sqring_offsets);
    EXPECT_SAME_FIELD(CompletionOffsets, head, head, io_cqring_offsets);
    EXPECT_SAME_FIELD(CompletionOffsets, tail, tail, io_cqring_offsets);
    EXPECT_SAME_FIELD(CompletionOffsets, ringMask, ring_mask, io_cqring_offsets);
    EXPECT_SAME_FIELD(CompletionOffsets, completions, cqes, io_cqring_offsets);
}

TEST(UringAbi, HasTheKernelsNumbers) {
    EXPECT_EQ(setupCall, __NR_io_uring_setup);
    EXPECT_EQ(enterCall, __NR_io_uring_enter);
    EXPECT_EQ(registerCall, __NR_io_uring_register);
    EXPECT_EQ(mapSqRing, IORING_OFF_SQ_RING);
    EXPECT_EQ(mapCqRing, IORING_OFF_CQ_RING);
    EXPECT_EQ(mapSqes, IORING_OFF_SQES);
    EXPECT_EQ(featureSingleMmap, IORING_FEAT_SINGLE_MMAP);
    EXPECT_EQ(setupIoPoll, IORING_SETUP_IOPOLL);
    EXPECT_EQ(setupSqPoll, IORING_SETUP_SQPOLL);
    EXPECT_EQ(setupCqSize, IORING_SETUP_CQSIZE);
    EXPECT_EQ(enterGetEvents, IORING_ENTER_GETEVENTS);
    EXPECT_EQ(enterSqWakeup, IORING_ENTER_SQ_WAKEUP);
    EXPECT_EQ(ringNeedWakeup, IORING_SQ_NEED_WAKEUP);
    EXPECT_EQ(sqeFixedFile, IOSQE_FIXED_FILE);
    EXPECT_EQ(unsigned{registerBuffersCode}, unsigned{IORING_REGISTER_BUFFERS});
    EXPECT_EQ(unsigned{registerFilesCode}, unsigned{IORING_REGISTER_FILES});
    EXPECT_EQ(unsigned{registerProbeCode}, unsigned{IORING_REGISTER_PROBE});
    EXPECT_EQ(operationSupported, IO_URING_OP_SUPPORTED);
    EXPECT_EQ(offsetof(Probe, operations), sizeof(io_uring_probe));
    EXPECT_SAME_FIELD(Probe, operationCount, ops_len, io_uring_probe);
    ASSERT_EQ(sizeof(ProbedOperation), sizeof(io_uring_probe_op));
    EXPECT_SAME_FIELD(ProbedOperation, opcode, op, io_uring_probe_op);
    EXPECT_SAME_FIELD(ProbedOperation, flags, flags, io_uring_probe_op);
    const unsigned ours[] = {opFsync, opReadFixed, opWriteFixed, opOpenAt, opClose, opStatx, opRead, opWrite};
    const unsigned theirs[] = {IORING_OP_FSYNC, IORING_OP_READ_FIXED, IORING_OP_WRITE_FIXED, IORING_OP_OPENAT,
                               IORING_OP_CLOSE, IORING_OP_STATX,      IORING_OP_READ,        IORING_OP_WRITE};
    for (size_t code = 0; code < std::size(ours); ++code) EXPECT_EQ(ours[code], theirs[code]) << "operation " << code;
}

// Newer than the oldest headers that we build with. The macro of a later flag tells that the header has the earlier.
#ifdef IORING_SETUP_SINGLE_ISSUER
TEST(UringAbi, HasTheKernelsNumbersOfNewerFlags) {
    const unsigned ours[] = {opRenameAt, opUnlinkAt, opMkdirAt, opSymlinkAt, opLinkAt, opSetXattr, opGetXattr};
    const unsigned theirs[] = {IORING_OP_RENAMEAT, IORING_OP_UNLINKAT, IORING_OP_MKDIRAT, IORING_OP_SYMLINKAT,
                               IORING_OP_LINKAT,   IORING_OP_SETXATTR, IORING_OP_GETXATTR};
    for (size_t code = 0; code < std::size(ours); ++code) EXPECT_EQ(ours[code], theirs[code]) << "operation " << code;
    EXPECT_SAME_FIELD(SubmissionEntry, address3, addr3, io_uring_sqe);
    EXPECT_EQ(setupSubmitAll, IORING_SETUP_SUBMIT_ALL);
    EXPECT_EQ(setupCoopTaskrun, IORING_SETUP_COOP_TASKRUN);
    EXPECT_EQ(setupTaskrunFlag, IORING_SETUP_TASKRUN_FLAG);
    EXPECT_EQ(setupSingleIssuer, IORING_SETUP_SINGLE_ISSUER);
    EXPECT_EQ(enterRegisteredRing, IORING_ENTER_REGISTERED_RING);
    EXPECT_EQ(ringCqOverflow, IORING_SQ_CQ_OVERFLOW);
    EXPECT_EQ(ringTaskrun, IORING_SQ_TASKRUN);
    EXPECT_EQ(unsigned{registerRingFdsCode}, unsigned{IORING_REGISTER_RING_FDS});
    EXPECT_EQ(unsigned{unregisterRingFdsCode}, unsigned{IORING_UNREGISTER_RING_FDS});
    ASSERT_EQ(sizeof(ResourceUpdate), sizeof(io_uring_rsrc_update));
    EXPECT_SAME_FIELD(ResourceUpdate, offset, offset, io_uring_rsrc_update);
    EXPECT_SAME_FIELD(ResourceUpdate, data, data, io_uring_rsrc_update);
}
#endif
#ifdef IORING_SETUP_DEFER_TASKRUN
TEST(UringAbi, HasTheKernelsNumberOfDeferredTaskRunning) { EXPECT_EQ(setupDeferTaskrun, IORING_SETUP_DEFER_TASKRUN); }
#endif
#ifdef IORING_SETUP_NO_SQARRAY
TEST(UringAbi, HasTheKernelsNumberOfRingsWithoutIndex) { EXPECT_EQ(setupNoSqArray, IORING_SETUP_NO_SQARRAY); }
#endif

}  // namespace
}  // namespace ioproof::uring

#else

TEST(UringAbi, HasTheKernelsLayout) { GTEST_SKIP() << "linux/io_uring.h is not installed (Debian: linux-libc-dev)"; }

#endif
