// What cuFile or CUDA refuses on the way has a name, does no harm to its neighbours, and leaves nothing behind.
#include <gtest/gtest.h>

#include <cerrno>
#include <string>
#include <vector>

#include "test/cufile_rig.h"
#include "test/temporary_directory.h"

namespace ioproof {
namespace {

constexpr uint64_t blocks = 64;

class CufileErrors : public testing::TestWithParam<CufileCase> {
protected:
    void SetUp() override {
        SKIP_UNLESS_DIRECT(directory_);
        writeWholeFile(path(), contentOf(0, 0, blocks * blockSize()));
    }

    std::string path() const { return directory_.path("file"); }
    static uint64_t blockSize() { return GetParam().blockSize; }
    static uint32_t length() { return static_cast<uint32_t>(GetParam().blockSize); }
    static bool isSync() { return GetParam().mode == CufileMode::Sync; }

    static JobSpec spec() {
        JobSpec spec = cufileSpec(GetParam());
        spec.fileSize = blocks * blockSize();
        return spec;
    }

    /// As the stand-in calls the transfers of this mode.
    static std::string transfer(const std::string& direction) {
        return "cuFile" + (isSync() ? "" : nameOfMode(GetParam().mode)) + direction;
    }

    /// Reads every block in order; the results by block.
    std::vector<int32_t> readAll(CufileRig& rig) {
        std::vector<int32_t> results(blocks, INT32_MIN);
        uint64_t asked = 0;
        const auto next = [&](Chain& chain) {
            if (asked == blocks) return false;
            EngineRig::place(chain, OperationKind::Read, 0, asked++ * blockSize(), length());
            return true;
        };
        const auto note = [&](Chain& chain) {
            const Operation& read = chain.operations[0];
            EXPECT_EQ(chain.executed, 1u);
            EXPECT_LE(read.startedAt, read.finishedAt);
            results[read.offset / blockSize()] = read.result;
        };
        rig.rig().drive(next, note);
        return results;
    }

    static size_t countOf(const std::vector<int32_t>& results, int32_t result) {
        return static_cast<size_t>(std::count(results.begin(), results.end(), result));
    }

    const TemporaryDirectory directory_;
};

/// Engine sync has no queue to wait for.
class CufileWait : public CufileErrors {};

TEST_P(CufileErrors, AreTheResultOfTheTransferAndOfNoOther) {
    for (const auto& [script, result] :
         std::vector<std::pair<std::string, int32_t>>{{":5011/2@5", -5011}, {":e5030@5", -5030}, {":5@5", -EIO}}) {
        SCOPED_TRACE(script);
        const StandinScript fail("STANDIN_FAIL", transfer("Read") + script);
        CufileRig rig(spec(), {path()});
        const std::vector<int32_t> results = readAll(rig);
        EXPECT_EQ(countOf(results, result), 1u);
        EXPECT_EQ(countOf(results, static_cast<int32_t>(length())), blocks - 1);
        EXPECT_EQ(rig.counters().reads, blocks - 1);
        EXPECT_EQ(rig.counters().readBytes, (blocks - 1) * blockSize());
    }
}

TEST_P(CufileErrors, OfWritesAreNamedToo) {
    const StandinScript fail("STANDIN_FAIL", transfer("Write") + ":28@2");
    CufileRig rig(spec(), {path()});
    EXPECT_EQ(rig.rig().run(OperationKind::Write, 0, 0, length()), static_cast<int32_t>(length()));
    EXPECT_EQ(rig.rig().run(OperationKind::Write, 0, 0, length()), -ENOSPC);
    EXPECT_EQ(rig.counters().writes, 1u);
}

TEST_P(CufileErrors, ShortTransfersCountWithWhatTheyMoved) {
    const StandinScript half("STANDIN_SHORT", "4");
    CufileRig rig(spec(), {path()});
    const std::vector<int32_t> results = readAll(rig);
    EXPECT_EQ(countOf(results, static_cast<int32_t>(length() / 2)), blocks / 4);
    EXPECT_EQ(countOf(results, static_cast<int32_t>(length())), blocks - blocks / 4);
    EXPECT_EQ(rig.counters().readBytes, blocks * blockSize() - blocks / 4 * (blockSize() / 2));
}

TEST_P(CufileErrors, MemoryThatIsNotRegisteredIsToldAndUsedAllTheSame) {
    const StandinScript bar("STANDIN_BAR_KIB", "1");
    CufileRig rig(spec(), {path()});
    EXPECT_FALSE(rig.has("registered-buffers"));
    ASSERT_EQ(rig.engine().refused().size(), 1u);
    EXPECT_EQ(rig.engine().refused()[0].what, "registerBuffers");
    EXPECT_NE(rig.engine().refused()[0].reason.find("GPU_MEMORY_PINNING_FAILED (5036)"), std::string::npos);
    EXPECT_EQ(rig.counters().buffers.count, 0u);
    EXPECT_EQ(rig.rig().run(OperationKind::Read, 0, 0, length()), static_cast<int32_t>(length()));
}

TEST_P(CufileErrors, MemoryThatTheGpuHasNotGotIsAnErrorByName) {
    const StandinScript small("STANDIN_GPU_MEMORY_MIB", "1");
    JobSpec large = spec();
    setBlockSize(large, 2 << 20);
    try {
        CufileRig rig(large, {path()});
        FAIL() << "there are 2 MiB in 1 MiB";
    } catch (const JobError& error) {
        EXPECT_EQ(error.code(), "GPU_MEMORY");
    }
}

TEST_P(CufileErrors, OfCopiesNameTheErrorOfCuda) {
    const StandinScript fail("STANDIN_FAIL", "cuMemcpyHtoD_v2:700,cuMemcpyDtoH_v2:719");
    CufileRig rig(spec(), {path()});
    for (const bool up : {true, false}) {
        try {
            if (up) rig.engine().upload(rig.chain(0), length());
            else rig.engine().download(rig.chain(0), length());
            FAIL() << "nothing was thrown";
        } catch (const JobError& error) {
            EXPECT_EQ(error.code(), "CUDA_FAILED");
            EXPECT_NE(std::string(error.what()).find(up ? "(700)" : "(719)"), std::string::npos) << error.what();
        }
    }
}

TEST_P(CufileErrors, TransfersUnderWayAreAwaitedWhenTheEngineIsGivenUp) {
    const StandinScript slow("STANDIN_IO_US", "2000");
    CufileRig rig(spec(), {path()});
    std::vector<Chain*> all;
    for (uint32_t slot = 0; slot < GetParam().queueDepth; ++slot) {
        EngineRig::place(rig.chain(slot), OperationKind::Read, 0, slot * blockSize(), length());
        all.push_back(&rig.chain(slot));
    }
    // Memory that is freed while a transfer uses it makes the stand-in abort.
    rig.engine().submit(all);
}

TEST_P(CufileWait, EndsAtItsDeadline) {
    const StandinScript slow("STANDIN_IO_US", "300000");
    CufileRig rig(spec(), {path()});
    EngineRig::place(rig.chain(0), OperationKind::Read, 0, 0, length());
    Chain* const only[] = {&rig.chain(0)};
    rig.engine().submit(only);
    EXPECT_TRUE(rig.engine().reap(0, noDeadline).empty());
    const uint64_t deadline = Clock::instance().now() + 2'000'000;
    EXPECT_TRUE(rig.engine().reap(1, deadline).empty());
    EXPECT_GE(rig.engine().now(), deadline);
    EXPECT_EQ(rig.engine().reap(1, noDeadline).size(), 1u);
    EXPECT_EQ(rig.chain(0).operations[0].result, static_cast<int32_t>(length()));
}

INSTANTIATE_TEST_SUITE_P(Mode, CufileErrors, testing::ValuesIn(cufileCases()), cufileCaseName);
INSTANTIATE_TEST_SUITE_P(Mode, CufileWait, testing::ValuesIn(cufileQueues()), cufileCaseName);

}  // namespace
}  // namespace ioproof
