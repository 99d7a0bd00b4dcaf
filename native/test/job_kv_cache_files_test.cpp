// Caches on real files: each engine reads what was written, and what is left is what the cache says.
#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <thread>

#include "sources/kv_transfer.h"
#include "test/engine_rig.h"
#include "test/kv_specs.h"
#include "test/temporary_directory.h"

namespace ioproof {
namespace {

namespace fs = std::filesystem;

constexpr uint64_t mebibyte = 1 << 20;
constexpr uint64_t capacity = 24 * mebibyte;

JobSpec onFiles(const TemporaryDirectory& directory, EngineKind engine) {
    JobSpec spec = kvCacheSpec();
    spec.engine = engine;
    spec.root = directory.path();
    spec.createFiles = true;
    spec.workers = engine == EngineKind::Sync ? 4 : 2;
    spec.queueDepth = engine == EngineKind::Sync ? 1 : 3;
    spec.kvCache->users.resize(6, spec.kvCache->users[0]);
    spec.kvCache->requests = 60;
    spec.kvCache->capacityBytes = capacity;
    spec.kvCache->dropBeforeRead = true;
    spec.kvCache->verify = true;
    spec.kvCache->allocations = 2;
    return spec;
}

struct Left {
    uint64_t files = 0;
    uint64_t bytes = 0;
};

Left leftIn(const TemporaryDirectory& directory) {
    Left left;
    for (const auto& entry : fs::recursive_directory_iterator(directory.path())) {
        if (!entry.is_regular_file()) continue;
        ++left.files;
        left.bytes += entry.file_size();
    }
    return left;
}

void expectRightBytes(const JobRun& run, const TemporaryDirectory& directory) {
    EXPECT_EQ(run.result.endReason, EndReason::Passes);
    EXPECT_FALSE(run.result.firstError);
    const KvCacheResult& cache = *run.result.kvCache;
    EXPECT_EQ(cache.requests(), 60u);
    EXPECT_GT(cache.evictions, 0u);
    EXPECT_LE(cache.mostBytes, capacity);
    EXPECT_GT(cache.loadedBytes, cache.storedBytes);
    EXPECT_EQ(cache.verifiedBytes, cache.loadedBytes);
    EXPECT_EQ(cache.damagedReads, 0u) << cache.firstDamage;
    EXPECT_EQ(leftIn(directory).bytes, cache.leftBytes);
    const uint64_t created = totalsOf(run.result.operations, OperationKind::Create).count;
    const uint64_t removed = totalsOf(run.result.operations, OperationKind::Unlink).count;
    EXPECT_EQ(leftIn(directory).files, created - removed);
    EXPECT_EQ(totalsOf(run.result.operations, OperationKind::Write).bytes, cache.storedBytes);
    EXPECT_EQ(totalsOf(run.result.operations, OperationKind::Read).bytes, cache.loadedBytes);
}

class JobKvCacheFiles : public testing::TestWithParam<EngineKind> {
protected:
    void SetUp() override {
        if (const std::string refusal = refusalOf(GetParam()); !refusal.empty()) GTEST_SKIP() << refusal;
    }
    TemporaryDirectory directory_;
};

TEST_P(JobKvCacheFiles, ReadsWhatWasWritten) { expectRightBytes(runJob(onFiles(directory_, GetParam())), directory_); }

TEST_P(JobKvCacheFiles, BlocksAreFilesOfTheirOwn) {
    JobSpec spec = onFiles(directory_, GetParam());
    spec.kvCache->blockTokens = 8;
    spec.fileCount = 256;
    spec.fileSize = spec.kvCache->unitBytes();
    expectRightBytes(runJob(spec), directory_);
    for (const auto& entry : fs::recursive_directory_iterator(directory_.path())) {
        if (!entry.is_regular_file()) continue;
        EXPECT_EQ(entry.file_size(), 8u * 65'536);
    }
}

TEST_P(JobKvCacheFiles, ObjectsOfOddLengths) {
    JobSpec spec = onFiles(directory_, GetParam());
    spec.kvCache->bytesPerToken = 70'272 - 1;
    spec.fileSize = spec.kvCache->unitBytes();
    expectRightBytes(runJob(spec), directory_);
}

TEST_P(JobKvCacheFiles, DirectWhereTheFileSystemDoesIt) {
    JobSpec spec = onFiles(directory_, GetParam());
    spec.direct = true;
    spec.kvCache->dropBeforeRead = false;
    const JobRun run = runJob(spec);
    expectRightBytes(run, directory_);
    EXPECT_TRUE(run.ready.direct.requested);
}

TEST_P(JobKvCacheFiles, AStopEndsItSoon) {
    JobSpec spec = onFiles(directory_, GetParam());
    spec.kvCache->requests = 0;
    spec.runtimeNs = 600'000'000'000;
    JobRunner runner(spec, [](const IntervalResult&) {});
    runner.prepare();
    runner.start(monotonicNs());
    std::thread stopper([&runner] {
        std::this_thread::sleep_for(std::chrono::milliseconds(300));
        runner.stop();
    });
    const JobResult result = runner.run();
    stopper.join();
    EXPECT_EQ(result.endReason, EndReason::Stopped);
    EXPECT_FALSE(result.firstError);
}

std::string nameOfParam(const testing::TestParamInfo<EngineKind>& info) { return std::string(nameOf(info.param)); }

INSTANTIATE_TEST_SUITE_P(Engines, JobKvCacheFiles,
                         testing::Values(EngineKind::Sync, EngineKind::IoUring, EngineKind::Libaio), nameOfParam);

// A chain that has read the right bytes but for one.
TEST(KvTransfer, TellsWhereAReadIsWrong) {
    JobSpec spec = kvCacheSpec();
    spec.kvCache->verify = true;
    const FileNamespace names(spec.root, 1, 1);
    KvContent content(5);
    const KvObjects objects(spec, names, content);
    std::vector<char> path(names.pathCapacity());
    std::vector<Operation> operations(4);
    std::vector<std::byte> buffer(spec.blockSize);
    for (auto& operation : operations) operation.data = buffer.data();
    Chain chain;
    chain.operations = operations.data();
    chain.path = path.data();

    KvTransfer transfer(KvMove::Read, 77, 8);
    transfer.describe(objects, Clock::instance(), chain);
    ASSERT_EQ(chain.count, 3u);
    EXPECT_EQ(operations[1].length, 8u * 65'536);
    chain.executed = 3;
    for (auto& operation : operations) operation.result = 0;
    operations[1].result = 8 * 65'536;
    content.fill(chain.item, 0, buffer.data(), 8 * 65'536);
    buffer[300'000] ^= std::byte{4};
    EXPECT_TRUE(transfer.ended(objects, chain));
    EXPECT_NE(transfer.damage().find("at offset 300000"), std::string::npos) << transfer.damage();
}

}  // namespace
}  // namespace ioproof
