// The stonewall: what is agreed on, that all then do the same, and that nobody waits in vain.
#include "job/stonewall.h"

#include <gtest/gtest.h>

#include <thread>
#include <vector>

#include "test/job_run.h"
#include "test/job_specs.h"

namespace ioproof {
namespace {

constexpr uint64_t hour = 3'600'000'000'000;

TEST(Stonewall, AgreesOnTheMostOnceAllHaveTold) {
    for (int round = 0; round < 50; ++round) {
        Stonewall stonewall(4);
        std::vector<std::thread> workers;
        std::vector<uint64_t> seen(4, 0);
        for (uint32_t worker = 0; worker < 4; ++worker)
            workers.emplace_back([&, worker] {
                if (worker == 3) stonewall.pass(9);
                else stonewall.reach(10 + worker, 1000 - worker);
                while (!stonewall.isAgreed()) std::this_thread::yield();
                seen[worker] = stonewall.mostChains();
            });
        for (auto& worker : workers) worker.join();
        EXPECT_EQ(seen, std::vector<uint64_t>(4, 12));
        const auto result = stonewall.result();
        ASSERT_TRUE(result);
        EXPECT_EQ(result->leastItems, 9u);
        EXPECT_EQ(result->mostItems, 12u);
        EXPECT_EQ(result->reachedNs, 1000u);
    }
}

TEST(Stonewall, IsNoneWhereEveryWorkerWasDoneBefore) {
    Stonewall stonewall(2);
    stonewall.pass(3);
    EXPECT_FALSE(stonewall.isAgreed());
    stonewall.pass(4);
    EXPECT_TRUE(stonewall.isAgreed());
    EXPECT_FALSE(stonewall.result());
}

void expectAllDid(const JobResult& result, uint64_t chains) {
    for (size_t worker = 0; worker < result.workers.size(); ++worker)
        EXPECT_EQ(result.workers[worker].chains, chains) << "worker " << worker;
}

/// Files of 1 to 10 reads, so that some workers get further than others in the 200 operations before the stonewall.
JobSpec unevenFiles() {
    JobSpec spec = filesSpec();
    spec.fileCount = 4000;
    spec.fileSize = 40'960;
    spec.fileSizes = {.form = SizeForm::Uniform, .from = 1, .to = 40'960, .shares = {}};
    spec.workers = 4;
    spec.filePerWorker = true;
    spec.stonewallNs = 200'000;
    spec.nullLatencyNs = 1000;
    spec.intervalNs = 1'000'000;
    return spec;
}

TEST(JobStonewall, LetsAllWorkersDoAsMuchAsTheFastest) {
    for (const uint32_t queueDepth : {1u, 4u}) {
        JobSpec spec = unevenFiles();
        spec.queueDepth = queueDepth;
        const JobRun run = runJob(spec);
        ASSERT_TRUE(run.result.stonewall);
        const StonewallResult& stonewall = *run.result.stonewall;
        EXPECT_LT(stonewall.leastItems, stonewall.mostItems) << "files differ in size";
        EXPECT_GE(stonewall.reachedNs, spec.stonewallNs);
        EXPECT_GE(run.result.elapsedNs, stonewall.reachedNs);
        EXPECT_EQ(run.result.endReason, EndReason::Passes);
        expectAllDid(run.result, stonewall.mostItems);
        EXPECT_EQ(totalsOf(run.result.operations, OperationKind::Chain).count, 4 * stonewall.mostItems);
        expectIntervalsAddUp(run);
    }
}

TEST(JobStonewall, LetsAllWorkersDoTheSameNumberOfBlocks) {
    for (const uint32_t queueDepth : {1u, 16u}) {
        JobSpec spec = blockSpec();
        spec.fileSize = uint64_t{1} << 45;
        spec.workers = 4;
        spec.queueDepth = spec.submitBatch = queueDepth;
        spec.stonewallNs = 5'000'000;
        const JobRun run = runJob(spec);
        ASSERT_TRUE(run.result.stonewall);
        EXPECT_GT(run.result.stonewall->mostItems, 0u);
        expectAllDid(run.result, run.result.stonewall->mostItems);
        EXPECT_EQ(run.result.workers[0].operations, run.result.stonewall->mostItems);
    }
}

/// 3 workers with parts of 3, 3 and 4 files, 3 us a file.
JobSpec threeParts(uint64_t stonewallNs) {
    JobSpec spec = filesSpec();
    spec.workers = 3;
    spec.nullLatencyNs = 1000;
    spec.stonewallNs = stonewallNs;
    return spec;
}

std::vector<uint64_t> chainsOf(const JobResult& result) {
    std::vector<uint64_t> chains;
    for (const WorkerResult& worker : result.workers) chains.push_back(worker.chains);
    return chains;
}

TEST(JobStonewall, GoesNoFurtherThanThePartOfAWorker) {
    const JobResult result = runJob(threeParts(9'500)).result;
    ASSERT_TRUE(result.stonewall) << "worker 2 was in its fourth file";
    EXPECT_EQ(result.stonewall->leastItems, 3u);
    EXPECT_EQ(result.stonewall->mostItems, 4u);
    EXPECT_EQ(result.stonewall->reachedNs, 12'000u);
    EXPECT_EQ(chainsOf(result), (std::vector<uint64_t>{3, 3, 4}));
}

TEST(JobStonewall, EndsALongerPartWithTheOthers) {
    const JobResult result = runJob(threeParts(8'000)).result;
    ASSERT_TRUE(result.stonewall);
    EXPECT_EQ(result.stonewall->reachedNs, 9'000u);
    EXPECT_EQ(chainsOf(result), (std::vector<uint64_t>{3, 3, 3}));
}

TEST(JobStonewall, IsNotReachedByAShortJob) {
    const JobResult result = runJob(threeParts(hour)).result;
    EXPECT_FALSE(result.stonewall);
    EXPECT_EQ(chainsOf(result), (std::vector<uint64_t>{3, 3, 4}));
    EXPECT_FALSE(runJob(threeParts(0)).result.stonewall);
}

TEST(JobStonewall, HoldsUpNobodyWhenAWorkerFails) {
    for (const uint64_t failEvery : {1u, 7u, 90u, 110u}) {
        JobSpec spec = unevenFiles();
        spec.nullFailEvery = failEvery;
        const JobResult result = runJob(spec).result;
        EXPECT_EQ(result.endReason, EndReason::Error);
        EXPECT_TRUE(result.firstError);
        EXPECT_FALSE(result.stonewall);
    }
}

TEST(JobStonewall, HoldsUpNobodyWhenTheJobIsStopped) {
    for (int round = 0; round < 20; ++round) {
        JobSpec spec = blockSpec();
        spec.fileSize = uint64_t{1} << 45;
        spec.workers = 4;
        spec.stonewallNs = round % 2 == 0 ? hour : 2'000'000;
        JobRunner runner(spec, [](const IntervalResult&) {});
        runner.prepare();
        runner.start(monotonicNs());
        std::thread stopping([&runner] {
            std::this_thread::sleep_for(std::chrono::milliseconds(2));
            runner.stop();
        });
        const JobResult result = runner.run();
        stopping.join();
        if (round % 2 == 0) EXPECT_EQ(result.endReason, EndReason::Stopped);
        EXPECT_EQ(result.stonewall.has_value(), result.endReason == EndReason::Passes);
    }
}

}  // namespace
}  // namespace ioproof
