// Engine gpu-copy where copies are slow or fail, where memory is short, and where the kernel refuses io_uring and AIO.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/syscall.h>

#include <algorithm>
#include <cerrno>
#include <string>

#include "core/file_descriptor.h"
#include "engines/gpu_copy_engine.h"
#include "engines/uring_abi.h"
#include "test/gpu_copy_rig.h"
#include "test/refused_calls.h"
#include "test/temporary_directory.h"

namespace ioproof {
namespace {

constexpr uint64_t blockSize = 4096;
constexpr uint64_t blocks = 16;

class GpuCopyFailures : public testing::Test {
protected:
    void SetUp() override {
        writeWholeFile(path_, contentOf(3, 0, blocks * blockSize));
        file_ = FileDescriptor(open(path_.c_str(), O_RDWR | O_CLOEXEC));
        ASSERT_TRUE(file_.valid());
    }

    /// Reads or writes all blocks at a depth of 4; returns `CODE: message` of what that throws, or nothing.
    std::string failureOf(OperationKind kind, uint64_t bytes = blockSize) const {
        try {
            GpuCopyRig gpu(copySpec(CopyMode::Full, 4, bytes), {file_.get()});
            uint64_t asked = 0;
            const auto next = [&](Chain& chain) {
                if (asked == blocks) return false;
                EngineRig::place(chain, kind, 0, asked++ * blockSize, blockSize);
                return true;
            };
            gpu.rig().drive(next, [](const Chain&) {});
            return {};
        } catch (const JobError& error) {
            return error.code() + ": " + error.what();
        }
    }

    const TemporaryDirectory directory_;
    const std::string path_ = directory_.path("file");
    FileDescriptor file_;
};

TEST_F(GpuCopyFailures, NamesTheCallAndTheErrorOfACopy) {
    struct {
        const char* script;
        OperationKind kind;
        const char* call;
    } const cases[] = {
        {"cuMemcpyHtoDAsync_v2:700@3", OperationKind::Read, "cuMemcpyHtoDAsync of 4096 bytes"},
        {"cuMemcpyDtoHAsync_v2:700@3", OperationKind::Write, "cuMemcpyDtoHAsync of 4096 bytes"},
        {"cuEventRecord:700@3", OperationKind::Read, "cuEventRecord"},
        {"cuEventQuery:700@3", OperationKind::Read, "cuEventQuery"},
        {"cuMemcpyHtoD_v2:700", OperationKind::Read, "cuMemcpyHtoD of 16384 bytes"},
        {"cuMemHostRegister_v2:700", OperationKind::Read, "cuMemHostRegister of 16384 bytes"},
        {"cuStreamCreate:700", OperationKind::Read, "cuStreamCreate"},
        {"cuEventCreate:700@2", OperationKind::Read, "cuEventCreate"},
    };
    for (const auto& one : cases) {
        const StandinScript fail{{"STANDIN_FAIL", one.script}};
        const std::string failure = failureOf(one.kind);
        EXPECT_EQ(failure.rfind("CUDA_FAILED: ", 0), 0u) << failure;
        EXPECT_NE(failure.find(one.call), std::string::npos) << failure;
        EXPECT_NE(failure.find("700"), std::string::npos) << failure;
    }
    EXPECT_EQ(failureOf(OperationKind::Read), "") << "nothing is left of them";
}

TEST_F(GpuCopyFailures, NamesTheFailureOfASleepingWait) {
    const StandinScript fail{{"STANDIN_FAIL", "cuEventSynchronize:700"}};
    const StandinScript slow{{"STANDIN_COPY_US", "20000"}};
    EXPECT_NE(failureOf(OperationKind::Read, 65'536).find("cuEventSynchronize"), std::string::npos);
    EXPECT_EQ(failureOf(OperationKind::Read, 65'535), "") << "smaller blocks are waited for without a sleep";
}

TEST_F(GpuCopyFailures, TellsThatTheMemoryOfTheGpuIsTooSmall) {
    const StandinScript small{{"STANDIN_GPU_MEMORY_MIB", "1"}};
    EXPECT_EQ(failureOf(OperationKind::Read), "");
    EXPECT_EQ(failureOf(OperationKind::Read, 1 << 20).rfind("GPU_MEMORY: ", 0), 0u);
    GpuCopyRig without(copySpec(CopyMode::HostOnly, 4, 1 << 20), {file_.get()});
    EXPECT_EQ(without.rig().run(OperationKind::Read, 0, 0, blockSize), static_cast<int32_t>(blockSize));
}

TEST_F(GpuCopyFailures, IsRefusedWithoutASession) {
    try {
        EngineRig rig(copySpec(CopyMode::Full, 1), {file_.get()});
        FAIL() << "must not be made";
    } catch (const JobError& error) {
        EXPECT_EQ(error.code(), "ENGINE_REFUSED");
    }
}

/// Sleeping and spinning waits alike.
TEST_F(GpuCopyFailures, ReturnsAtTheDeadlineWhenCopiesAreSlow) {
    const StandinScript slow{{"STANDIN_COPY_US", "300000"}};
    for (const uint64_t bytes : {uint64_t{4096}, uint64_t{65'536}}) {
        GpuCopyRig gpu(copySpec(CopyMode::Full, 2, bytes), {file_.get()});
        EXPECT_TRUE(gpu.engine().reap(1, noDeadline).empty()) << "nothing is inside";
        EngineRig::place(gpu.chain(0), OperationKind::Read, 0, 0, blockSize);
        Chain* const only[] = {&gpu.chain(0)};
        const uint64_t from = Clock::instance().now();
        gpu.engine().submit(only);
        EXPECT_TRUE(gpu.engine().reap(0, noDeadline).empty());
        EXPECT_TRUE(gpu.engine().reap(1, from + 100'000'000).empty());
        EXPECT_GE(gpu.engine().now(), from + 100'000'000);
        const auto done = gpu.engine().reap(1, noDeadline);
        ASSERT_EQ(done.size(), 1u);
        EXPECT_GE(done[0]->operations[0].finishedAt - from, 300'000'000u) << "a read ends with its copy";
        EXPECT_EQ(gpu.onGpu(*done[0], blockSize), contentOf(3, 0, blockSize));
    }
}

TEST_F(GpuCopyFailures, CountsTheCopyOfAWriteFromItsStart) {
    const StandinScript slow{{"STANDIN_COPY_US", "50000"}};
    GpuCopyRig gpu(copySpec(CopyMode::Full, 1), {file_.get()});
    gpu.give(gpu.chain(0), contentOf(8, 0, blockSize));
    ASSERT_EQ(gpu.rig().run(OperationKind::Write, 0, 0, blockSize), static_cast<int32_t>(blockSize));
    const Operation& write = gpu.chain(0).operations[0];
    EXPECT_GE(write.finishedAt - write.startedAt, 50'000'000u);
}

/// An engine may go while work is under way, as after a failure.
TEST_F(GpuCopyFailures, LeavesNothingBehindWithCopiesUnderWay) {
    const StandinScript slow{{"STANDIN_COPY_US", "50000"}};
    GpuCopyRig gpu(copySpec(CopyMode::Full, 4), {file_.get()});
    std::vector<Chain*> all;
    for (uint32_t slot = 0; slot < 4; ++slot) {
        EngineRig::place(gpu.chain(slot), slot % 2 == 0 ? OperationKind::Read : OperationKind::Write, 0,
                         slot * blockSize, blockSize);
        all.push_back(&gpu.chain(slot));
    }
    gpu.engine().submit(all);
    EXPECT_TRUE(gpu.engine().reap(0, noDeadline).empty());
}

class GpuCopyRefusalDeathTest : public testing::Test {
protected:
    void SetUp() override {
        testing::FLAGS_gtest_death_test_style = "threadsafe";
        if (!canRefuseCalls()) GTEST_SKIP() << "this kernel has no seccomp filters";
        for (const EngineKind kind : {EngineKind::IoUring, EngineKind::Libaio}) {
            const std::string refusal = refusalOf(kind);
            if (!refusal.empty()) GTEST_SKIP() << refusal;
        }
    }
};

/// Reads all blocks at a depth of 4, which a plain call has no queue for.
void demandReadsBy(const char* feature, size_t refusals) {
    const TemporaryDirectory directory;
    const std::string path = directory.path("file");
    writeWholeFile(path, contentOf(3, 0, blocks * blockSize));
    const FileDescriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC));
    GpuCopyRig gpu(copySpec(CopyMode::Full, 4), {file.get()});
    uint64_t asked = 0;
    uint64_t right = 0;
    const auto next = [&](Chain& chain) {
        if (asked == blocks) return false;
        EngineRig::place(chain, OperationKind::Read, 0, asked++ * blockSize, blockSize);
        return true;
    };
    gpu.rig().drive(next, [&](const Chain& chain) {
        right += gpu.onGpu(chain, blockSize) == contentOf(3, chain.operations[0].offset, blockSize);
    });
    demand(right == blocks, "every block is on the GPU");
    const auto& features = gpu.engine().features();
    demand(std::count(features.begin(), features.end(), feature) == 1, feature);
    demand(gpu.engine().refused().size() == refusals, "what is refused is told");
    for (const Refusal& refusal : gpu.engine().refused()) demand(!refusal.reason.empty(), "with its reason");
}

[[noreturn]] void expectTheNextBestEngine() {
    demandReadsBy("by-io_uring", 0);
    refuseCall(uring::setupCall, EPERM);
    demandReadsBy("by-libaio", 1);
    refuseCall(SYS_io_setup, ENOSYS);
    demandReadsBy("by-sync", 2);
    std::_Exit(0);
}

TEST_F(GpuCopyRefusalDeathTest, ReadsByTheNextBestEngine) {
    EXPECT_EXIT(expectTheNextBestEngine(), testing::ExitedWithCode(0), "");
}

}  // namespace
}  // namespace ioproof
