// Kernels and containers that refuse io_uring, AIO or a part of them: what is taken instead, and that the reason is
// told.
#include <fcntl.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cerrno>
#include <string>

#include "core/file_descriptor.h"
#include "engines/uring_abi.h"
#include "test/engine_rig.h"
#include "test/job_run.h"
#include "test/refused_calls.h"
#include "test/temporary_directory.h"

namespace ioproof {
namespace {

bool contains(const std::string& text, const char* part) { return text.find(part) != std::string::npos; }

class EngineRefusalDeathTest : public testing::Test {
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

[[noreturn]] void expectTheNextBestEngine() {
    refuseCall(uring::setupCall, EPERM);
    EngineChoice choice = chooseEngine(EngineKind::Auto);
    demand(choice.used == EngineKind::Libaio, "libaio comes after io_uring");
    demand(choice.refused.size() == 1 && choice.refused[0].what == "io_uring", "io_uring is refused");
    demand(contains(choice.refused[0].reason, "EPERM"), "the reason has the errno");
    demand(refusalOf(EngineKind::IoUring) == "io_uring: " + choice.refused[0].reason, "by name it is an error");
    refuseCall(SYS_io_setup, ENOSYS);
    choice = chooseEngine(EngineKind::Auto);
    demand(choice.used == EngineKind::Sync, "sync is left");
    demand(choice.refused.size() == 2 && contains(choice.refused[1].reason, "ENOSYS"), "libaio is refused");
    std::_Exit(0);
}

TEST_F(EngineRefusalDeathTest, TakesTheNextBestEngine) {
    EXPECT_EXIT(expectTheNextBestEngine(), testing::ExitedWithCode(0), "");
}

/// Reads with a ring to which the kernel refuses one kind of registration; returns what the engine says of it.
std::string readWithout(uint32_t registration, int error, const char* lostFeature) {
    refuseCall(uring::registerCall, error, registration);
    const TemporaryDirectory directory;
    writeWholeFile(directory.path("file"), contentOf(0, 0, 8192));
    const FileDescriptor file(open(directory.path("file").c_str(), O_RDONLY | O_CLOEXEC));
    EngineRig rig(engineSpec(EngineKind::IoUring, 4), {file.get()});
    demand(rig.run(OperationKind::Read, 0, 4096, 4096) == 4096, "the read is done");
    const std::byte* data = rig.chain(0).operations[0].data;
    demand(Bytes(data, data + 4096) == contentOf(0, 4096, 4096), "the data is right");
    const auto& features = rig.engine().features();
    demand(std::find(features.begin(), features.end(), lostFeature) == features.end(), "the feature is not claimed");
    return rig.engine().refused().empty() ? ""
                                          : rig.engine().refused()[0].what + ": " + rig.engine().refused()[0].reason;
}

[[noreturn]] void expectReadsWithoutRegisteredBuffers() {
    const std::string refusal = readWithout(uring::registerBuffersCode, ENOMEM, "registered-buffers");
    demand(contains(refusal, "registerBuffers: ") && contains(refusal, "ENOMEM"), "the refusal is told");
    demand(contains(refusal, "ulimit -l"), "with what to do");
    std::_Exit(0);
}

TEST_F(EngineRefusalDeathTest, ReadsWithoutRegisteredBuffers) {
    EXPECT_EXIT(expectReadsWithoutRegisteredBuffers(), testing::ExitedWithCode(0), "");
}

[[noreturn]] void expectReadsWithoutRegisteredFiles() {
    const std::string refusal = readWithout(uring::registerFilesCode, EMFILE, "registered-files");
    demand(contains(refusal, "registerFiles: ") && contains(refusal, "EMFILE"), "the refusal is told");
    std::_Exit(0);
}

TEST_F(EngineRefusalDeathTest, ReadsWithoutRegisteredFiles) {
    EXPECT_EXIT(expectReadsWithoutRegisteredFiles(), testing::ExitedWithCode(0), "");
}

[[noreturn]] void expectReadsWithoutRegisteredRing() {
    demand(readWithout(uring::registerRingFdsCode, EINVAL, "registered-ring").empty(), "nobody has asked for it");
    std::_Exit(0);
}

TEST_F(EngineRefusalDeathTest, ReadsWithoutRegisteredRing) {
    EXPECT_EXIT(expectReadsWithoutRegisteredRing(), testing::ExitedWithCode(0), "");
}

/// As on a kernel that is older than these entries of io_uring.
[[noreturn]] void expectPlainCallsWhereTheRingKnowsNoOperations() {
    refuseCall(uring::registerCall, EINVAL, uring::registerProbeCode);
    const TemporaryDirectory directory;
    JobSpec spec = filesSpec();
    spec.engine = EngineKind::IoUring;
    spec.queueDepth = spec.submitBatch = spec.completeBatch = 4;
    spec.root = directory.path();
    spec.workers = 2;
    spec.passes = 3;
    spec.createFiles = true;
    using Kind = OperationKind;
    spec.operations = {Kind::Create, Kind::Write,   Kind::Close,  Kind::Link,   Kind::Stat,  Kind::Rename,
                       Kind::Unlink, Kind::Symlink, Kind::Unlink, Kind::Unlink, Kind::Mkdir, Kind::Rmdir};
    const JobRun run = runJob(spec);
    demand(run.result.endReason == EndReason::Passes && !run.result.firstError, "the job is done");
    demand(totalsOf(run.result.operations, Kind::Chain).count == 30, "with all chains");
    demand(totalsOf(run.result.operations, Kind::Unlink).count == 90, "and all operations");
    const auto& refused = run.ready.featuresRefused;
    const auto told = [&](const char* name) {
        return std::any_of(refused.begin(), refused.end(), [name](const Refusal& one) { return one.what == name; });
    };
    demand(told("mkdir") && told("rename") && told("link") && told("symlink") && told("create"), "and it is told");
    demand(!told("write"), "transfers are in the ring");
    std::_Exit(0);
}

TEST_F(EngineRefusalDeathTest, MakesPlainCallsWhereTheRingKnowsNoOperations) {
    EXPECT_EXIT(expectPlainCallsWhereTheRingKnowsNoOperations(), testing::ExitedWithCode(0), "");
}

void breakTheRingOfAJob() {
    const TemporaryDirectory directory;
    JobSpec spec = blockSpec();
    spec.engine = EngineKind::IoUring;
    spec.root = directory.path();
    spec.workers = 4;
    spec.readPercent = 0;
    spec.createFiles = spec.fsyncAtEnd = true;
    JobRunner runner(spec, [](const IntervalResult&) {});
    runner.prepare();
    refuseCall(uring::enterCall, EOPNOTSUPP);
    runner.start(monotonicNs());
    try {
        runner.run();
        demand(false, "the job has failed");
    } catch (const JobError& error) {
        demand(error.code() == "URING_FAILED", "with its own code");
        demand(contains(error.what(), "ENOTSUP") || contains(error.what(), "EOPNOTSUPP"), "and the errno");
    }
    runner.release();
}

[[noreturn]] void expectJobFailsWhenItsRingBreaks() {
    breakTheRingOfAJob();
    std::_Exit(0);
}

TEST_F(EngineRefusalDeathTest, EndsAJobWhoseRingBreaks) {
    EXPECT_EXIT(expectJobFailsWhenItsRingBreaks(), testing::ExitedWithCode(0), "");
}

}  // namespace
}  // namespace ioproof
