// Mixtures on real files: a hundred thousand chains without one on a file that is not there.
#include <gtest/gtest.h>

#include <filesystem>
#include <numeric>
#include <vector>

#include "core/file_set.h"
#include "test/engine_rig.h"
#include "test/job_run.h"
#include "test/temporary_directory.h"

namespace ioproof {
namespace {

using Kind = OperationKind;
namespace fs = std::filesystem;

/// Of 400 files; a multiple of whole schedules of four workers.
uint64_t chainsWith(const EngineCase& engine) {
    return engine.kind == EngineKind::IoUring && !engine.linked ? 100'000 : 20'000;
}

JobSpec mixSpec(const EngineCase& engine, const std::string& root) {
    JobSpec spec = filesSpec();
    spec.engine = engine.kind;
    spec.queueDepth = engine.queueDepth;
    spec.linkChains = engine.linked;
    spec.root = root;
    spec.workers = 4;
    spec.fileCount = 400;
    spec.filesPerDirectory = 100;
    spec.fileSize = 512;
    setBlockSize(spec, 512);
    spec.passes = chainsWith(engine) / spec.fileCount;
    spec.operations = {};
    spec.mix = {{.percent = 30, .operations = {Kind::Stat, Kind::Open, Kind::Read, Kind::Close}},
                {.percent = 20, .operations = {Kind::Create, Kind::Write, Kind::Close}},
                {.percent = 10, .operations = {Kind::Unlink}},
                {.percent = 5, .operations = {Kind::Rename}},
                {.percent = 1, .operations = {Kind::List}},
                {.percent = 10, .operations = {Kind::StatMissing, Kind::OpenMissing}},
                {.percent = 24, .operations = {Kind::Statx}}};
    return spec;
}

class JobMix : public EngineTest {
protected:
    void expectNoErrors(const std::string& root) const {
        const JobSpec spec = mixSpec(GetParam(), root);
        writeFiles(namespaceOf(spec), spec.fileSize);
        const JobRun run = runJob(spec);
        ASSERT_FALSE(run.result.firstError)
            << nameOf(run.result.firstError->operation) << " of " << run.result.firstError->path << ": "
            << errnoName(run.result.firstError->error);
        EXPECT_EQ(run.result.endReason, EndReason::Passes);
        expectIntervalsAddUp(run);
        expectShares(spec, run.result);
        EXPECT_EQ(totalsOf(run.result.operations, Kind::Read).bytes, run.result.mix[0].chains * 512);
    }

    static void expectShares(const JobSpec& spec, const JobResult& result) {
        ASSERT_EQ(result.mix.size(), spec.mix.size());
        uint64_t all = 0;
        Histogram latency;
        for (size_t index = 0; index < spec.mix.size(); ++index) {
            const ShareResult& share = result.mix[index];
            EXPECT_EQ(share.percent, spec.mix[index].percent);
            EXPECT_EQ(share.operations, spec.mix[index].operations);
            EXPECT_EQ(share.chains, spec.passes * spec.fileCount * share.percent / 100);
            EXPECT_EQ(share.latency.count(), share.chains);
            EXPECT_EQ(share.errors, 0u);
            latency.merge(share.latency);
            all += share.chains;
        }
        EXPECT_EQ(all, spec.passes * spec.fileCount);
        EXPECT_EQ(latency.encodeV2(), totalsOf(result.operations, Kind::Chain).latency.encodeV2());
    }
};

TEST_P(JobMix, NeverIsOnAHoleOnADisk) {
    const TemporaryDirectory directory;
    expectNoErrors(directory.path());
}

TEST_P(JobMix, NeverIsOnAHoleInMemory) {
    if (tmpfsParent().empty()) GTEST_SKIP() << "no tmpfs at /dev/shm";
    const TemporaryDirectory directory(tmpfsParent());
    expectNoErrors(directory.path());
}

INSTANTIATE_TEST_SUITE_P(Engine, JobMix,
                         testing::Values(EngineCase{EngineKind::Sync, 1}, EngineCase{EngineKind::IoUring, 16},
                                         EngineCase{EngineKind::IoUring, 16, true}, EngineCase{EngineKind::Libaio, 16}),
                         engineCaseName);

TEST(JobMixNull, KeepsTheSharesInEveryIntervalOfAPacedWorker) {
    JobSpec spec = mixSpec({EngineKind::Null, 1}, "/nowhere");
    spec.workers = 1;
    spec.passes = 0;
    spec.nullLatencyNs = 1'000'000;
    spec.runtimeNs = 20'000'000'000;
    spec.mix = {{.percent = 70, .operations = {Kind::Stat}}, {.percent = 30, .operations = {Kind::Statx}}};
    const JobRun run = runJob(spec);
    ASSERT_EQ(run.intervals.size(), 20u);
    for (const IntervalResult& interval : run.intervals) {
        EXPECT_NEAR(static_cast<double>(totalsOf(interval.operations, Kind::Stat).count), 700, 2);
        EXPECT_NEAR(static_cast<double>(totalsOf(interval.operations, Kind::Statx).count), 300, 2);
    }
}

TEST(JobMixNull, CountsTheErrorOfAShare) {
    JobSpec spec = mixSpec({EngineKind::Null, 1}, "/nowhere");
    spec.workers = 1;
    spec.nullFailEvery = 10;
    const JobRun run = runJob(spec);
    EXPECT_EQ(run.result.endReason, EndReason::Error);
    const uint64_t errors = std::accumulate(run.result.mix.begin(), run.result.mix.end(), uint64_t{0},
                                            [](uint64_t sum, const ShareResult& share) { return sum + share.errors; });
    EXPECT_EQ(errors, 1u);
}

}  // namespace
}  // namespace ioproof
