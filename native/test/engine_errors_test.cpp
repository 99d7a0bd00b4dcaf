// A failed operation is the result of its chain: with its errno, and without harm to its neighbours.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <cerrno>
#include <climits>
#include <csignal>
#include <string>
#include <vector>

#include "core/file_descriptor.h"
#include "test/engine_rig.h"
#include "test/temporary_directory.h"

namespace ioproof {
namespace {

constexpr size_t blockSize = 4096;
/// A number that no limit of open files reaches: one that was closed could be the next one opened, by the engine.
constexpr int notOpen = INT_MAX;

class EngineErrors : public EngineTest {
protected:
    void SetUp() override {
        EngineTest::SetUp();
        if (IsSkipped()) return;
        writeWholeFile(directory_.path("file"), contentOf(0, 0, 4 * blockSize + 100));
        file_ = FileDescriptor(open(directory_.path("file").c_str(), O_RDWR | O_CLOEXEC));
        ASSERT_TRUE(file_.valid());
    }

    JobSpec spec() const {
        JobSpec spec = engineSpec(GetParam().kind, GetParam().queueDepth);
        spec.fileSize = 4 * blockSize + 100;
        return spec;
    }

    const TemporaryDirectory directory_;
    FileDescriptor file_;
};

/// /dev/full takes no native AIO: all engines with system calls but libaio.
class EngineFullDevice : public EngineErrors {};

TEST_P(EngineErrors, ReadsNothingBeyondTheEnd) {
    EngineRig rig(spec(), {file_.get()});
    EXPECT_EQ(rig.run(OperationKind::Read, 0, 16 * blockSize, blockSize), 0);
    EXPECT_EQ(rig.run(OperationKind::Read, 0, 4 * blockSize + 100, blockSize), 0);
    EXPECT_EQ(rig.run(OperationKind::Read, 0, 0, blockSize), 4096) << "and goes on";
}

TEST_P(EngineErrors, ReadsTheRestOfAFileThatEndsInTheBlock) {
    EngineRig rig(spec(), {file_.get()});
    EXPECT_EQ(rig.run(OperationKind::Read, 0, 4 * blockSize, blockSize), 100);
    const std::byte* data = rig.chain(0).operations[0].data;
    EXPECT_EQ(Bytes(data, data + 100), contentOf(0, 4 * blockSize, 100));
}

TEST_P(EngineErrors, NamesADescriptorThatIsNotOpen) {
    EngineRig rig(spec(), {notOpen});
    EXPECT_EQ(rig.run(OperationKind::Read, 0, 0, blockSize), -EBADF);
    EXPECT_EQ(rig.run(OperationKind::Write, 0, 0, blockSize), -EBADF);
    EXPECT_EQ(rig.chain(0).executed, 1u);
}

TEST_P(EngineFullDevice, IsNamed) {
    const FileDescriptor full(open("/dev/full", O_RDWR | O_CLOEXEC));
    if (!full.valid()) GTEST_SKIP() << "/dev/full: " << errnoName(errno);
    EngineRig rig(spec(), {full.get()});
    EXPECT_EQ(rig.run(OperationKind::Write, 0, 0, blockSize), -ENOSPC);
    EXPECT_EQ(rig.run(OperationKind::Write, 0, blockSize, blockSize), -ENOSPC);
}

TEST_P(EngineErrors, NamesAWriteBeyondTheLimitOfFileSizes) {
    EngineRig rig(spec(), {file_.get()});
    rlimit before{};
    ASSERT_EQ(getrlimit(RLIMIT_FSIZE, &before), 0);
    const auto handler = std::signal(SIGXFSZ, SIG_IGN);
    const rlimit small{.rlim_cur = 8 * blockSize, .rlim_max = before.rlim_max};
    ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &small), 0);
    const int32_t beyond = rig.run(OperationKind::Write, 0, 8 * blockSize, blockSize);
    const int32_t within = rig.run(OperationKind::Write, 0, 7 * blockSize, blockSize);
    setrlimit(RLIMIT_FSIZE, &before);
    std::signal(SIGXFSZ, handler);
    EXPECT_EQ(beyond, -EFBIG);
    EXPECT_EQ(within, 4096);
}

TEST_P(EngineErrors, NamesAWriteToAFileThatIsOpenForReading) {
    const FileDescriptor readOnly(open(directory_.path("file").c_str(), O_RDONLY | O_CLOEXEC));
    EngineRig rig(spec(), {readOnly.get()});
    EXPECT_EQ(rig.run(OperationKind::Write, 0, 0, blockSize), -EBADF);
    EXPECT_EQ(rig.run(OperationKind::Read, 0, 0, blockSize), 4096);
}

TEST_P(EngineErrors, FailsOnlyWhatFails) {
    EngineRig rig(spec(), {file_.get(), notOpen});
    int asked = 0;
    int failed = 0;
    const auto next = [&](Chain& chain) {
        if (asked == 300) return false;
        EngineRig::place(chain, OperationKind::Read, asked % 3 == 1 ? 1 : 0,
                         static_cast<uint64_t>(asked % 4) * blockSize, blockSize);
        ++asked;
        return true;
    };
    const auto check = [&](Chain& chain) {
        const Operation& read = chain.operations[0];
        EXPECT_EQ(read.result, read.file == 0 ? 4096 : -EBADF);
        EXPECT_LE(read.startedAt, read.finishedAt);
        failed += read.result < 0;
    };
    rig.drive(next, check);
    EXPECT_EQ(asked, 300);
    EXPECT_EQ(failed, 100);
}

TEST_P(EngineErrors, SyncsAnOpenFileAndNamesAClosedOne) {
    EngineRig rig(spec(), {file_.get(), notOpen});
    EXPECT_EQ(rig.engine().sync(0), 0);
    EXPECT_EQ(rig.engine().sync(1), -EBADF);
}

INSTANTIATE_TEST_SUITE_P(Engine, EngineErrors, testing::ValuesIn(callingEngines()), engineCaseName);
INSTANTIATE_TEST_SUITE_P(Engine, EngineFullDevice, testing::ValuesIn(without(EngineKind::Libaio, callingEngines())),
                         engineCaseName);

}  // namespace
}  // namespace ioproof
