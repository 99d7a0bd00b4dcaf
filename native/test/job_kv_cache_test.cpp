// Whole caches in virtual time, against a straight restatement of what each request does.
#include <gtest/gtest.h>

#include <algorithm>

#include "core/io_error.h"
#include "sources/kv_user.h"
#include "test/kv_specs.h"

namespace ioproof {
namespace {

constexpr uint64_t us = 1000;
constexpr uint64_t mebibyte = 1 << 20;

/// What one server does of the requests of one user, where everything stays in the cache and each call takes 1 us.
struct Expected {
    uint64_t endNs = 0;
    uint64_t reads = 0;
    uint64_t written = 0;
    uint64_t read = 0;
    uint64_t answers = 0;
    uint64_t looksForTurns = 0;
    uint64_t longestNs = 0;
};

Expected restate(const JobSpec& spec) {
    const KvCacheSpec& cache = *spec.kvCache;
    KvUser user(cache, 0, spec.seed);
    Expected sum;
    std::vector<uint64_t> conversation;
    const auto calls = [](uint64_t bytes) { return (bytes + mebibyte - 1) / mebibyte; };
    for (uint64_t index = 0; index < cache.requests; ++index) {
        const KvRequest request = user.next();
        uint64_t now = std::max(sum.endNs, request.arrivalNs);
        const auto read = [&](uint64_t bytes) {
            ++sum.reads;
            sum.read += bytes;
            now += (2 + calls(bytes)) * us;
        };
        if (request.turn.turn == 1) conversation.clear();
        for (const uint64_t earlier : conversation) read(earlier);
        sum.looksForTurns += conversation.size();
        const uint64_t own = request.contextTokens * cache.bytesPerToken;
        conversation.push_back(own);
        sum.written += own;
        now += (3 + calls(own)) * us;
        const uint64_t batches = std::max(1u, (request.generateTokens + cache.decodeBatch - 1) / cache.decodeBatch);
        for (uint64_t time = 0; request.contextTokens < cache.prefillTokens && time <= batches; ++time) read(own);
        now += request.generateTokens * cache.tokenNs;
        sum.answers += request.generateTokens;
        sum.longestNs = std::max(sum.longestNs, now - request.arrivalNs);
        sum.endNs = now;
    }
    return sum;
}

void expectAsRestated(const JobSpec& spec) {
    const Expected expected = restate(spec);
    const JobRun run = runJob(spec);
    ASSERT_TRUE(run.result.kvCache);
    const KvCacheResult& cache = *run.result.kvCache;
    EXPECT_EQ(run.result.endReason, EndReason::Passes);
    EXPECT_EQ(cache.requests(), spec.kvCache->requests);
    EXPECT_EQ(cache.priorities[1].requests, spec.kvCache->requests);
    EXPECT_EQ(run.result.elapsedNs, expected.endNs);
    EXPECT_EQ(cache.priorities[1].latency.max(), expected.longestNs);
    EXPECT_EQ(cache.storedBytes, expected.written);
    EXPECT_EQ(cache.loadedBytes, expected.read);
    EXPECT_EQ(cache.read.count(), expected.reads);
    EXPECT_EQ(cache.hits, expected.reads);
    EXPECT_EQ(cache.misses, 0u);
    EXPECT_EQ(cache.turnHits, expected.looksForTurns);
    EXPECT_EQ(cache.generatedTokens, expected.answers);
    EXPECT_EQ(cache.waiting, 0u);
    EXPECT_EQ(totalsOf(run.result.operations, OperationKind::Write).bytes, expected.written);
    EXPECT_EQ(totalsOf(run.result.operations, OperationKind::Read).bytes, expected.read);
    EXPECT_EQ(totalsOf(run.result.operations, OperationKind::Fsync).count, spec.kvCache->requests);
    expectIntervalsAddUp(run);
}

JobSpec inVirtualTime() {
    JobSpec spec = kvCacheSpec();
    spec.nullLatencyNs = us;
    return spec;
}

TEST(JobKvCache, DoesWhatItsRequestsAskFor) { expectAsRestated(inVirtualTime()); }

TEST(JobKvCache, LongContextsAreWrittenOnly) {
    JobSpec spec = inVirtualTime();
    spec.kvCache->prefillTokens = 40;
    expectAsRestated(spec);
}

TEST(JobKvCache, AnswersTakeTheirTime) {
    JobSpec spec = inVirtualTime();
    spec.kvCache->tokenNs = 30 * us;
    spec.kvCache->decodeBatch = 7;
    spec.seed = 99;
    expectAsRestated(spec);
}

// One read of 64 KiB of a turn: open, read, close; of a write: create, write, sync, close.
TEST(JobKvCache, TellsTheTimesOfReadsAndWrites) {
    JobSpec spec = inVirtualTime();
    spec.kvCache->users[0].contextTokens = 1;
    const JobRun run = runJob(spec);
    const KvCacheResult& cache = *run.result.kvCache;
    EXPECT_EQ(cache.read.min(), 3 * us);
    EXPECT_EQ(cache.read.max(), 3 * us);
    EXPECT_EQ(cache.readDevice.max(), 2 * us);
    EXPECT_EQ(cache.write.max(), 4 * us);
    EXPECT_EQ(cache.sync.max(), us);
}

TEST(JobKvCache, PromptsKnownToAllAreLookedForAndShortenTheContext) {
    JobSpec spec = inVirtualTime();
    const uint64_t whole = runJob(spec).result.kvCache->storedBytes;
    spec.kvCache->prefixPercent = 100;
    spec.kvCache->prefixTokens = {5};
    const KvCacheResult cache = std::move(*runJob(spec).result.kvCache);
    EXPECT_EQ(cache.prefixes, 20u);
    EXPECT_EQ(cache.misses, 20u);
    EXPECT_LT(cache.storedBytes, whole);
    EXPECT_EQ(cache.storedBytes % (64 * 1024), 0u);
}

TEST(JobKvCache, AFullCacheGivesUpWhatWasUsedLeast) {
    JobSpec spec = inVirtualTime();
    spec.kvCache->requests = 200;
    spec.kvCache->capacityBytes = 8 * mebibyte;
    const JobRun run = runJob(spec);
    const KvCacheResult& cache = *run.result.kvCache;
    EXPECT_EQ(cache.requests(), 200u);
    EXPECT_GT(cache.evictions, 100u);
    EXPECT_GT(cache.turnMisses, 0u);
    EXPECT_EQ(cache.misses, cache.turnMisses);
    EXPECT_EQ(cache.evictions, totalsOf(run.result.operations, OperationKind::Unlink).count);
    EXPECT_LE(cache.mostBytes, 8 * mebibyte);
    EXPECT_GT(cache.leftBytes, 4 * mebibyte);
}

/// 12 requests at once, four at a time, each of which writes one turn of 64 KiB and reads nothing.
JobSpec writesOnly() {
    JobSpec spec = inVirtualTime();
    KvCacheSpec& cache = *spec.kvCache;
    cache.users.assign(12, {.contextTokens = 1, .generateTokens = 1, .thinkNs = 1, .priority = KvPriority::Batch});
    cache.mostTurns = 1;
    cache.prefillTokens = 1;
    cache.requests = 12;
    spec.queueDepth = 4;
    return spec;
}

// A write takes 4 us, the removal of the turn before it 1 us. Of the first four, three wait for 4, 9 and 14 us; each
// later one comes as the one four before it is done, 15 us before it is its turn.
TEST(JobKvCache, WritesThatFindNoRoomWaitForIt) {
    JobSpec spec = writesOnly();
    spec.kvCache->capacityBytes = 65'536;
    const JobRun run = runJob(spec);
    const KvCacheResult& cache = *run.result.kvCache;
    EXPECT_EQ(run.result.endReason, EndReason::Passes);
    EXPECT_EQ(run.result.elapsedNs, (4 + 11 * 5) * us);
    EXPECT_EQ(cache.roomWaits, 11u);
    EXPECT_EQ(cache.roomWaitNs, (4 + 9 + 14 + 8 * 15) * us);
    EXPECT_EQ(cache.evictions, 11u);
    EXPECT_EQ(cache.mostBytes, 65'536u);
    EXPECT_EQ(cache.write.max(), 4 * us);
}

TEST(JobKvCache, NoWriteWaitsWhereThereIsRoom) {
    JobSpec spec = writesOnly();
    spec.kvCache->capacityBytes = 12 * 65'536;
    const JobRun run = runJob(spec);
    EXPECT_EQ(run.result.elapsedNs, 3 * 4 * us);
    EXPECT_EQ(run.result.kvCache->roomWaits, 0u);
    EXPECT_EQ(run.result.kvCache->roomWaitNs, 0u);
    EXPECT_EQ(run.result.kvCache->mostBytes, 12u * 65'536);
}

TEST(JobKvCache, AWaitThatTheEndCutsOffCountsUntilThen) {
    JobSpec spec = writesOnly();
    spec.kvCache->capacityBytes = 65'536;
    spec.kvCache->requests = 0;
    spec.runtimeNs = 3 * us;
    const JobRun run = runJob(spec);
    // The write that goes on ends.
    EXPECT_EQ(run.result.elapsedNs, 4 * us);
    EXPECT_EQ(run.result.kvCache->roomWaits, 3u);
    EXPECT_EQ(run.result.kvCache->roomWaitNs, 3 * 4 * us);
}

// Turns of up to 4 MiB, which are read and written at once: more than there is room for.
JobSpec crowded(uint64_t capacity) {
    JobSpec spec = inVirtualTime();
    spec.kvCache->users.assign(16, spec.kvCache->users[0]);
    for (KvUserSpec& user : spec.kvCache->users) user.thinkNs = 100 * us;
    spec.kvCache->requests = 400;
    spec.kvCache->capacityBytes = capacity;
    spec.queueDepth = 16;
    return spec;
}

TEST(JobKvCache, TheCapacityIsHardHoweverManyAreServed) {
    for (const uint32_t most : {0u, 1u, 3u}) {
        for (const uint64_t capacity : {4 * mebibyte, 9 * mebibyte, 40 * mebibyte}) {
            JobSpec spec = crowded(capacity);
            spec.kvCache->allocations = most;
            const JobRun run = runJob(spec);
            const KvCacheResult& cache = *run.result.kvCache;
            EXPECT_EQ(run.result.endReason, EndReason::Passes);
            EXPECT_EQ(cache.requests(), 400u);
            EXPECT_LE(cache.mostBytes, capacity);
            EXPECT_EQ(cache.evictions, totalsOf(run.result.operations, OperationKind::Unlink).count);
            EXPECT_EQ(cache.roomWaits > 0, cache.roomWaitNs > 0);
            if (most == 0) {
                EXPECT_GT(cache.roomWaits, 0u);
            }
        }
    }
}

TEST(JobKvCache, WhatMemoryGivesUpWaitsForRoomToo) {
    for (const uint64_t memory : {6 * mebibyte, 16 * mebibyte}) {
        JobSpec spec = crowded(4 * mebibyte);
        spec.kvCache->memoryBytes = memory;
        const JobRun run = runJob(spec);
        const KvCacheResult& cache = *run.result.kvCache;
        EXPECT_EQ(run.result.endReason, EndReason::Passes);
        EXPECT_EQ(cache.requests(), 400u);
        EXPECT_LE(cache.mostBytes, 4 * mebibyte);
        EXPECT_GT(cache.demotions, 0u);
        EXPECT_GT(cache.roomWaits, 0u);
    }
}

TEST(JobKvCache, TheCapacityIsHardWithManyWorkers) {
    for (const uint64_t memory : {uint64_t{0}, 16 * mebibyte}) {
        JobSpec spec = crowded(5 * mebibyte);
        spec.nullLatencyNs = 0;
        spec.workers = 6;
        spec.queueDepth = 3;
        spec.kvCache->requests = 1000;
        spec.kvCache->memoryBytes = memory;
        const JobRun run = runJob(spec);
        EXPECT_EQ(run.result.endReason, EndReason::Passes);
        EXPECT_EQ(run.result.kvCache->requests(), 1000u);
        EXPECT_LE(run.result.kvCache->mostBytes, 5 * mebibyte);
    }
}

TEST(JobKvCache, WhatIsMovedInPartIsMovedOnFromThere) {
    JobSpec spec = inVirtualTime();
    const JobResult whole = runJob(spec).result;
    spec.nullShortEvery = 3;
    const JobResult cut = runJob(spec).result;
    EXPECT_EQ(cut.endReason, EndReason::Passes);
    EXPECT_EQ(cut.kvCache->storedBytes, whole.kvCache->storedBytes);
    EXPECT_EQ(cut.kvCache->loadedBytes, whole.kvCache->loadedBytes);
    const auto count = [](const JobResult& of, OperationKind kind) { return totalsOf(of.operations, kind).count; };
    EXPECT_GT(totalsOf(cut.operations, OperationKind::Read).shortCount, 0u);
    // An object whose last piece was cut is closed after it, and opened once more.
    EXPECT_EQ(count(cut, OperationKind::Create), count(whole, OperationKind::Create));
    EXPECT_GT(count(cut, OperationKind::Open), count(whole, OperationKind::Open));
    EXPECT_EQ(count(cut, OperationKind::Open) + count(cut, OperationKind::Create), count(cut, OperationKind::Close));
}

TEST(JobKvCache, MemoryKeepsStorageFree) {
    JobSpec spec = inVirtualTime();
    spec.kvCache->memoryBytes = uint64_t{1} << 30;
    const JobRun run = runJob(spec);
    const KvCacheResult& cache = *run.result.kvCache;
    EXPECT_EQ(cache.storedBytes, 0u);
    EXPECT_EQ(cache.loadedBytes, 0u);
    EXPECT_EQ(cache.memoryHits, cache.hits);
    EXPECT_GT(cache.hits, 20u);
    EXPECT_EQ(totalsOf(run.result.operations, OperationKind::Create).count, 0u);
}

TEST(JobKvCache, MemoryGivesToStorageWhatItCannotKeep) {
    JobSpec spec = inVirtualTime();
    spec.kvCache->memoryBytes = 16 * mebibyte;
    const KvCacheResult cache = std::move(*runJob(spec).result.kvCache);
    EXPECT_GT(cache.demotions, 0u);
    EXPECT_EQ(cache.write.count(), cache.demotions);
    EXPECT_EQ(cache.leftBytes, cache.storedBytes);
    EXPECT_EQ(cache.misses, 0u);
}

TEST(JobKvCache, ManyAtATimeWriteEachTurnOnce) {
    const uint64_t alone = runJob(inVirtualTime()).result.kvCache->storedBytes;
    for (const uint32_t most : {0u, 1u, 3u}) {
        JobSpec spec = inVirtualTime();
        spec.queueDepth = 8;
        spec.kvCache->allocations = most;
        const JobRun run = runJob(spec);
        EXPECT_EQ(run.result.kvCache->requests(), 20u);
        EXPECT_EQ(run.result.kvCache->storedBytes, alone);
        EXPECT_EQ(run.result.endReason, EndReason::Passes);
    }
}

TEST(JobKvCache, EndsWithItsRuntime) {
    JobSpec spec = inVirtualTime();
    spec.kvCache->requests = 0;
    spec.kvCache->users.resize(50, spec.kvCache->users[0]);
    spec.runtimeNs = 5'000'000;
    const JobRun run = runJob(spec);
    EXPECT_EQ(run.result.endReason, EndReason::Runtime);
    EXPECT_GT(run.result.kvCache->requests(), 10u);
    // About 250 have arrived by then, and one needs some 30 us and more.
    EXPECT_GT(run.result.kvCache->waiting, 20u);
}

TEST(JobKvCache, AFailedCallEndsIt) {
    JobSpec spec = inVirtualTime();
    spec.nullFailEvery = 7;
    const JobRun run = runJob(spec);
    EXPECT_EQ(run.result.endReason, EndReason::Error);
    ASSERT_TRUE(run.result.firstError);
    EXPECT_LT(run.result.kvCache->requests(), 20u);
}

TEST(JobKvCache, RefusesWhatCannotBe) {
    const auto refused = [](auto change) {
        JobSpec spec = inVirtualTime();
        change(spec);
        EXPECT_THROW(spec.check(), JobError);
    };
    refused([](JobSpec& spec) { spec.kvCache->users.clear(); });
    refused([](JobSpec& spec) { spec.kvCache->users[0].thinkNs = 0; });
    refused([](JobSpec& spec) { spec.kvCache->scale = 0; });
    refused([](JobSpec& spec) { spec.kvCache->prefixPercent = 10; });
    refused([](JobSpec& spec) { spec.kvCache->mostTurns = 10'001; });
    refused([](JobSpec& spec) { spec.blockSize = 1000; });
    refused([](JobSpec& spec) { spec.workers = 2; });
    refused([](JobSpec& spec) { spec.kvCache->capacityBytes = 64 * 65'536 - 1; });
    refused([](JobSpec& spec) { spec.kvCache.reset(); });
}

}  // namespace
}  // namespace ioproof
