// Engine cufile brings exactly what a file holds to the GPU and writes exactly what the GPU holds, in every mode.
#include "engines/cufile_engine.h"

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "core/permutation.h"
#include "test/cufile_rig.h"
#include "test/temporary_directory.h"

namespace ioproof {
namespace {

constexpr uint64_t blocksPerFile = 24;

class CufileEngineTest : public testing::TestWithParam<CufileCase> {
protected:
    void SetUp() override {
        SKIP_UNLESS_DIRECT(directory_);
        for (uint64_t file = 0; file < 2; ++file)
            writeWholeFile(pathOf(file), contentOf(file, 0, blocksPerFile * blockSize()));
    }

    std::string pathOf(uint64_t file) const { return directory_.path("file" + std::to_string(file)); }
    static uint64_t blockSize() { return GetParam().blockSize; }
    static uint32_t length() { return static_cast<uint32_t>(GetParam().blockSize); }

    static JobSpec spec() {
        JobSpec spec = cufileSpec(GetParam());
        spec.fileSize = blocksPerFile * blockSize();
        return spec;
    }
    std::vector<std::string> paths() const { return {pathOf(0), pathOf(1)}; }

    /// Of all blocks of both files.
    static void place(Chain& chain, OperationKind kind, uint64_t block) {
        EngineRig::place(chain, kind, static_cast<int32_t>(block / blocksPerFile), block % blocksPerFile * blockSize(),
                         length());
    }

    /// Every block once, in an order of its own.
    static void expectEveryBlockRead(CufileRig& rig, uint32_t completeBatch) {
        const Permutation order(2 * blocksPerFile, 9);
        uint64_t asked = 0;
        std::set<std::pair<int32_t, uint64_t>> done;
        const auto next = [&](Chain& chain) {
            if (asked == order.size()) return false;
            place(chain, OperationKind::Read, order(asked++));
            rig.give(chain, Bytes(blockSize(), std::byte{0x11}));
            return true;
        };
        uint64_t lastReading = 0;
        const auto check = [&](Chain& chain) {
            const Operation& read = chain.operations[0];
            EXPECT_EQ(chain.executed, 1u);
            ASSERT_EQ(read.result, static_cast<int32_t>(blockSize()));
            EXPECT_EQ(read.data[0], std::byte{0x3c}) << "nothing comes by way of the host";
            EXPECT_EQ(rig.onGpu(chain, blockSize()),
                      contentOf(static_cast<uint64_t>(read.file), read.offset, blockSize()));
            EXPECT_TRUE(done.emplace(read.file, read.offset).second) << "returned twice";
            EXPECT_GT(read.startedAt, 0u);
            EXPECT_LE(read.startedAt, read.finishedAt);
            EXPECT_LE(read.finishedAt, rig.engine().now());
            EXPECT_LE(lastReading, rig.engine().now());
            lastReading = rig.engine().now();
        };
        rig.rig().drive(next, check, completeBatch);
        EXPECT_EQ(done.size(), order.size());
    }

    const TemporaryDirectory directory_;
};

TEST_P(CufileEngineTest, ReadsEveryBlockIntoTheMemoryOfTheGpu) {
    CufileRig rig(spec(), paths());
    for (const uint32_t completeBatch : {1u, GetParam().queueDepth}) expectEveryBlockRead(rig, completeBatch);
    EXPECT_EQ(rig.counters().reads, 4 * blocksPerFile);
    EXPECT_EQ(rig.counters().readBytes, 4 * blocksPerFile * blockSize());
    EXPECT_EQ(rig.counters().writes, 0u);
}

TEST_P(CufileEngineTest, ReadsWithoutRegisteredMemoryToo) {
    JobSpec plain = spec();
    plain.registerBuffers = false;
    CufileRig rig(plain, paths());
    expectEveryBlockRead(rig, 1);
    EXPECT_FALSE(rig.has("registered-buffers"));
    EXPECT_TRUE(rig.engine().refused().empty()) << "nobody has asked for it";
    EXPECT_EQ(rig.counters().buffers.count, 0u);
}

TEST_P(CufileEngineTest, TellsOfTheMemoryThatIsRegistered) {
    CufileRig rig(spec(), paths());
    EXPECT_TRUE(rig.has("registered-buffers"));
    EXPECT_EQ(rig.has("registered-streams"), GetParam().mode == CufileMode::Stream);
    EXPECT_EQ(rig.counters().buffers.count, 1u);
    EXPECT_EQ(rig.counters().buffers.bytes, blockSize() * GetParam().queueDepth);
    EXPECT_EQ(rig.counters().handles.count, 0u) << "those of the job are the session's";
}

TEST_P(CufileEngineTest, WritesWhatTheGpuHoldsToItsOffsetAndNothingElse) {
    {
        CufileRig rig(spec(), paths());
        uint64_t asked = 0;
        const auto next = [&](Chain& chain) {
            // Every other block gets the content of file 7: its neighbours must stay what they are.
            const uint64_t block = 2 * asked++;
            if (block >= 2 * blocksPerFile) return false;
            place(chain, OperationKind::Write, block);
            rig.give(chain, contentOf(7, chain.operations[0].offset, blockSize()));
            return true;
        };
        const auto check = [&](Chain& chain) { EXPECT_EQ(chain.operations[0].result, static_cast<int32_t>(length())); };
        rig.rig().drive(next, check);
        EXPECT_EQ(rig.counters().writes, blocksPerFile);
        EXPECT_EQ(rig.counters().writeBytes, blocksPerFile * blockSize());
        EXPECT_EQ(rig.engine().sync(0), 0);
    }
    for (uint64_t file = 0; file < 2; ++file) {
        Bytes expected = contentOf(file, 0, blocksPerFile * blockSize());
        for (uint64_t block = 0; block < blocksPerFile; block += 2) {
            const Bytes written = contentOf(7, block * blockSize(), blockSize());
            std::copy(written.begin(), written.end(),
                      expected.begin() + static_cast<std::ptrdiff_t>(block * blockSize()));
        }
        EXPECT_EQ(readWholeFile(pathOf(file)), expected) << "file " << file;
    }
}

TEST_P(CufileEngineTest, ReadsTheRestOfAFileThatEndsInTheBlockAndNothingBeyond) {
    std::filesystem::resize_file(pathOf(0), 2 * blockSize() + 4096 / 2);
    CufileRig rig(spec(), paths());
    EXPECT_EQ(rig.rig().run(OperationKind::Read, 0, 2 * blockSize(), length()), 4096 / 2);
    EXPECT_EQ(rig.rig().run(OperationKind::Read, 0, 8 * blockSize(), length()), 0);
    EXPECT_EQ(rig.rig().run(OperationKind::Read, 0, 0, length()), static_cast<int32_t>(length())) << "and goes on";
    EXPECT_EQ(rig.counters().reads, 2u) << "what has moved nothing is no transfer";
}

TEST_P(CufileEngineTest, IsGivenBackByAThreadThatHasNoDevice) {
    auto rig = std::make_unique<CufileRig>(spec(), paths());
    ASSERT_EQ(rig->rig().run(OperationKind::Read, 0, 0, length()), static_cast<int32_t>(length()));
    // A mistake in the order or a call without a device makes the stand-in abort.
    std::thread([&rig] { rig.reset(); }).join();
    CufileRig again(spec(), paths());
    EXPECT_EQ(again.rig().run(OperationKind::Read, 0, 0, length()), static_cast<int32_t>(length()));
}

INSTANTIATE_TEST_SUITE_P(Mode, CufileEngineTest, testing::ValuesIn(cufileCases()), cufileCaseName);

}  // namespace
}  // namespace ioproof
