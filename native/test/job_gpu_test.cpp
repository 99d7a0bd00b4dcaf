// Jobs on memory of GPUs, in every mode: what they move is counted by the engines, by cuFile and by the job alike.
#include <cstdlib>
#include <set>

#include "test/gpu_job.h"

namespace ioproof {
namespace {

using Kind = OperationKind;

/// What cuFile has counted as gone directly, in this direction.
uint64_t directReads(const CufileStats& stats) { return stats.nvfsReads + stats.p2pReads; }

void expectReads(const JobRun& run, const GpuCase& one, uint64_t count, uint64_t bytes) {
    ASSERT_EQ(run.result.endReason, EndReason::Passes);
    EXPECT_EQ(totalsOf(run.result.operations, Kind::Read).count, count);
    EXPECT_EQ(totalsOf(run.result.operations, Kind::Read).bytes, bytes);
    ASSERT_TRUE(run.result.gpu);
    const GpuResult& gpu = *run.result.gpu;
    EXPECT_EQ(gpu.counters.reads, count);
    EXPECT_EQ(gpu.counters.readBytes, bytes);
    EXPECT_EQ(gpu.counters.writes, 0u);
    ASSERT_EQ(gpu.cufile.has_value(), one.isCufile());
    if (!one.isCufile()) {
        EXPECT_EQ(gpu.counters.pinned.count, 2u);
        return;
    }
    EXPECT_TRUE(gpu.cufile->strict);
    EXPECT_EQ(gpu.counters.buffers.count, 2u);
    ASSERT_TRUE(gpu.cufile->before && gpu.cufile->after);
    EXPECT_EQ(directReads(*gpu.cufile->after) - directReads(*gpu.cufile->before), count);
    EXPECT_EQ(gpu.cufile->after->posixReads, gpu.cufile->before->posixReads);
    EXPECT_EQ(gpu.cufile->after->readBytes - gpu.cufile->before->readBytes, bytes);
}

void expectGoodSamples(const GpuResult& gpu, bool isWrite) {
    EXPECT_EQ(gpu.noSamples, "");
    ASSERT_FALSE(gpu.samples.empty());
    for (const GpuSample& sample : gpu.samples) {
        EXPECT_EQ(sample.isWrite, isWrite) << sample.path;
        EXPECT_EQ(sample.error, 0) << sample.path;
        EXPECT_EQ(sample.mismatches, 0u) << sample.path;
        EXPECT_FALSE(sample.firstMismatch) << sample.path;
        EXPECT_GE(sample.blocks, 1u) << sample.path;
    }
}

TEST_P(GpuJobInEachMode, ReadsBlocks) {
    const JobSpec spec = blockJob(GetParam());
    writeFilesOf(spec);
    const JobRun run = runJob(spec);
    EXPECT_EQ(run.ready.engineUsed, GetParam().engine);
    EXPECT_EQ(run.ready.queueDepthUsed, GetParam().queueDepth);
    expectReads(run, GetParam(), blocks, blocks * block);
    expectGoodSamples(*run.result.gpu, false);
    EXPECT_EQ(run.result.gpu->counters.handles.count, GetParam().isCufile() ? spec.fileCount : 0u);
}

TEST_P(GpuJobInEachMode, ReadsFiles) {
    const JobSpec spec = filesJob(GetParam());
    writeFilesOf(spec);
    const JobRun run = runJob(spec);
    expectReads(run, GetParam(), spec.fileCount * 8, spec.fileCount * spec.fileSize);
    EXPECT_EQ(totalsOf(run.result.operations, Kind::Open).count, spec.fileCount);
    expectGoodSamples(*run.result.gpu, false);
    // Samples come after all that is counted.
    EXPECT_EQ(run.result.gpu->counters.handles.count, GetParam().isCufile() ? spec.fileCount : 0u);
}

TEST_P(GpuJobInEachMode, ReadsFilesThatEndWithinABlock) {
    JobSpec spec = filesJob(GetParam());
    spec.fileSize = 5000;
    writeFilesOf(spec);
    const JobRun run = runJob(spec);
    expectReads(run, GetParam(), spec.fileCount, spec.fileCount * spec.fileSize);
    EXPECT_EQ(totalsOf(run.result.operations, Kind::Read).shortCount, 0u);
    expectGoodSamples(*run.result.gpu, false);
    for (const GpuSample& sample : run.result.gpu->samples) EXPECT_EQ(sample.bytes, spec.fileSize);
}

TEST_P(GpuJobInEachMode, WritesBlocksWithNewContentEach) {
    JobSpec spec = blockJob(GetParam());
    spec.readPercent = 0;
    spec.createFiles = true;
    spec.fsyncAtEnd = true;
    const JobRun run = runJob(spec);
    EXPECT_EQ(run.result.gpu->counters.writes, blocks);
    EXPECT_EQ(run.result.gpu->counters.writeBytes, blocks * block);
    EXPECT_EQ(run.result.gpu->counters.reads, 0u);
    expectGoodSamples(*run.result.gpu, true);
    const FileNamespace names = namespaceOf(spec);
    std::set<Bytes> contents;
    for (uint64_t file = 0; file < spec.fileCount; ++file) {
        const Bytes content = readWholeFile(names.path(file));
        ASSERT_EQ(content.size(), spec.fileSize);
        for (uint64_t at = 0; at < content.size(); at += block)
            contents.emplace(content.begin() + static_cast<std::ptrdiff_t>(at),
                             content.begin() + static_cast<std::ptrdiff_t>(at + block));
    }
    EXPECT_EQ(contents.size(), blocks) << "blocks that are alike";
}

TEST_P(GpuJobInEachMode, WritesFilesWithNewContentInEachPiece) {
    JobSpec spec = filesJob(GetParam());
    spec.operations = {Kind::Create, Kind::Write, Kind::Fsync, Kind::Close};
    spec.createFiles = true;
    const JobRun run = runJob(spec);
    EXPECT_EQ(run.result.gpu->counters.writes, spec.fileCount * 8);
    expectGoodSamples(*run.result.gpu, true);
    const FileNamespace names = namespaceOf(spec);
    std::set<Bytes> contents;
    for (uint64_t file = 0; file < spec.fileCount; ++file) {
        const Bytes content = readWholeFile(names.path(file));
        ASSERT_EQ(content.size(), spec.fileSize);
        for (uint64_t at = 0; at < content.size(); at += spec.blockSize)
            contents.emplace(content.begin() + static_cast<std::ptrdiff_t>(at),
                             content.begin() + static_cast<std::ptrdiff_t>(at + spec.blockSize));
    }
    EXPECT_EQ(contents.size(), spec.fileCount * 8) << "pieces that are alike";
}

TEST_P(GpuJobInEachMode, VerifiesWhatItWroteAndReads) {
    for (const VerifyMode verify : {VerifyMode::After, VerifyMode::During}) {
        JobSpec spec = blockJob(GetParam());
        spec.readPercent = 0;
        spec.createFiles = true;
        spec.verify = verify;
        spec.stampDataset = 77;
        spec.stampGeneration = spec.stampOldest = 1;
        JobResult result = runJob(spec).result;
        ASSERT_TRUE(result.verification);
        const auto good = static_cast<size_t>(SectorVerdict::Good);
        EXPECT_EQ(result.verification->sectors[good], blocks);
        EXPECT_EQ(result.verification->bytes, blocks * block);
        EXPECT_EQ(result.coveredGeneration, 1u);
        // What is read back at once is a transfer of the measured time, what is read back later is none.
        EXPECT_EQ(result.gpu->counters.reads, verify == VerifyMode::During ? blocks : 0u);
        expectGoodSamples(*result.gpu, true);

        // The samples have left stamped sectors, too.
        spec.readPercent = 100;
        spec.createFiles = false;
        spec.verify = VerifyMode::During;
        result = runJob(spec).result;
        EXPECT_EQ(result.verification->sectors[good], blocks);
    }
}

TEST_P(GpuJobInEachMode, SharesOutItsGpus) {
    const StandinScript three{{"STANDIN_GPUS", "3"}};
    JobSpec spec = blockJob(GetParam());
    writeFilesOf(spec);
    const auto ordinalsOf = [](const JobSpec& job) {
        const JobResult result = runJob(job).result;
        std::vector<uint32_t> ordinals;
        for (const GpuDeviceFacts& device : result.gpu->devices) ordinals.push_back(device.ordinal);
        EXPECT_EQ(result.gpu->counters.reads, blocks);
        return ordinals;
    };
    using Ordinals = std::vector<uint32_t>;
    EXPECT_EQ(ordinalsOf(spec), (Ordinals{0, 1})) << "two workers";
    spec.workers = 5;
    EXPECT_EQ(ordinalsOf(spec), (Ordinals{0, 1, 2}));
    spec.gpus = {2, 1};
    EXPECT_EQ(ordinalsOf(spec), (Ordinals{2, 1}));
}

TEST_P(GpuJobInEachMode, CanBeStoppedBeforeItsStart) {
    const JobSpec spec = blockJob(GetParam());
    writeFilesOf(spec);
    JobRunner runner(spec, [](const IntervalResult&) {});
    runner.prepare();
    runner.stop();
    const JobResult result = runner.run();
    runner.release();
    EXPECT_EQ(result.endReason, EndReason::Stopped);
    ASSERT_TRUE(result.gpu);
    EXPECT_EQ(result.gpu->counters.reads, 0u);
    EXPECT_EQ(result.gpu->noSamples, "the job did not come to its end");
    EXPECT_TRUE(result.gpu->samples.empty());
}

TEST_P(GpuJobInEachMode, CountsTheRampAsCufileDoes) {
    JobSpec spec = blockJob(GetParam());
    writeFilesOf(spec);
    spec.access = Access::Random;
    spec.passes = 0;
    spec.rampNs = 20'000'000;
    spec.runtimeNs = 60'000'000;
    const JobResult result = runJob(spec).result;
    EXPECT_EQ(result.endReason, EndReason::Runtime);
    ASSERT_TRUE(result.gpu);
    // What comes in the ramp is in what engines and cuFile have counted, and not in the result.
    EXPECT_GE(result.gpu->counters.reads, totalsOf(result.operations, Kind::Read).count);
    if (!result.gpu->cufile) return;
    EXPECT_EQ(directReads(*result.gpu->cufile->after) - directReads(*result.gpu->cufile->before),
              result.gpu->counters.reads);
}

INSTANTIATE_TEST_SUITE_P(Modes, GpuJobInEachMode, testing::ValuesIn(gpuCases()),
                         [](const auto& one) { return gpuCaseName(one.param); });

TEST_F(GpuJob, TakesCopiesForAuto) {
    JobSpec spec = blockJob({EngineKind::Auto});
    writeFilesOf(spec);
    const JobRun run = runJob(spec);
    EXPECT_EQ(run.ready.engineUsed, EngineKind::GpuCopy);
    EXPECT_FALSE(run.result.gpu->cufile);
    EXPECT_EQ(run.result.gpu->counters.reads, blocks);
}

TEST_F(GpuJob, HasNoGpuWithMemoryOfTheHost) {
    JobSpec spec = blockJob({EngineKind::Auto});
    writeFilesOf(spec);
    spec.memory = BufferMemory::Host;
    EXPECT_FALSE(runJob(spec).result.gpu);
}

TEST_F(GpuJob, HasNoSamplesOfHalfAWay) {
    for (const CopyMode mode : {CopyMode::HostOnly, CopyMode::CopyOnly}) {
        JobSpec spec = blockJob({EngineKind::GpuCopy, CufileMode::Sync, 4});
        writeFilesOf(spec);
        spec.copyMode = mode;
        const JobResult result = runJob(spec).result;
        EXPECT_EQ(totalsOf(result.operations, Kind::Read).count, blocks);
        EXPECT_TRUE(result.gpu->samples.empty());
        EXPECT_NE(result.gpu->noSamples, "");
    }
}

TEST_F(GpuJob, HasNoStatisticsOfAnOldCufile) {
    JobSpec spec = blockJob({EngineKind::Cufile});
    writeFilesOf(spec);
    spec.cufileLibrary = IOPROOF_STANDIN_CUFILE_OLD;
    const StandinScript strict{{"CUFILE_ALLOW_COMPAT_MODE", "false"}};
    const JobResult result = runJob(spec).result;
    EXPECT_EQ(result.gpu->counters.reads, blocks);
    ASSERT_TRUE(result.gpu->cufile);
    EXPECT_FALSE(result.gpu->cufile->before || result.gpu->cufile->after);
    expectGoodSamples(*result.gpu, false);
}

TEST_F(GpuJob, TellsWhatWentThroughTheHost) {
    const StandinScript none{{"STANDIN_DIRECT", "none"}};
    JobSpec spec = blockJob({EngineKind::Cufile});
    writeFilesOf(spec);
    spec.cufileCompat = CufileCompat::Allow;
    const JobResult result = runJob(spec).result;
    EXPECT_FALSE(result.gpu->cufile->strict);
    EXPECT_EQ(result.gpu->cufile->after->posixReads - result.gpu->cufile->before->posixReads, blocks);
    for (const GpuSample& sample : result.gpu->samples)
        EXPECT_EQ(sample.after->posixReads - sample.before->posixReads, sample.blocks);
}

TEST_F(GpuJob, GivesBackAllThatItHadOpen) {
    for (const GpuCase& one : gpuCases()) {
        const JobSpec spec = filesJob(one);
        writeFilesOf(spec);
        runJob(spec);
        const size_t before = openDescriptors();
        runJob(spec);
        EXPECT_EQ(openDescriptors(), before) << one;
    }
}

}  // namespace
}  // namespace ioproof
