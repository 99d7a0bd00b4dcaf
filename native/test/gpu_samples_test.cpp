// Which blocks go through the engine once more after the measured time, and that workers do it one after the other.
#include "job/gpu_samples.h"

#include <gtest/gtest.h>

#include <atomic>
#include <map>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "test/gpu_job.h"

namespace ioproof {
namespace {

using Kind = OperationKind;

JobSpec filesOf(std::vector<Kind> operations) {
    JobSpec spec = filesSpec();
    spec.operations = std::move(operations);
    return spec;
}

TEST(GpuSamples, AreOfJobsThatMoveDataAndKeepNames) {
    EXPECT_EQ(noSamplesReason(blockSpec()), "");
    EXPECT_EQ(noSamplesReason(filesSpec()), "");
    EXPECT_EQ(noSamplesReason(filesOf({Kind::Create, Kind::Write, Kind::Close})), "");
    EXPECT_NE(noSamplesReason(filesOf({Kind::Open, Kind::Close})).find("no data"), std::string::npos);
    EXPECT_NE(noSamplesReason(filesOf({Kind::Open, Kind::Read, Kind::Close, Kind::Unlink})).find("names"),
              std::string::npos);
    JobSpec spec = blockSpec();
    spec.copyMode = CopyMode::HostOnly;
    EXPECT_NE(noSamplesReason(spec).find("half"), std::string::npos);
    spec = blockSpec();
    spec.pattern = {std::byte{1}};
    EXPECT_EQ(noSamplesReason(spec), "") << "it reads";
    spec.readPercent = 0;
    EXPECT_NE(noSamplesReason(spec).find("the same"), std::string::npos);
    spec = filesOf({Kind::Create, Kind::Write, Kind::Close});
    spec.packing = Packing::Tar;
    EXPECT_NE(noSamplesReason(spec).find("files of samples"), std::string::npos);
}

TEST(GpuSamples, AreTakenInTurnsOnceAllHaveCome) {
    constexpr uint32_t workers = 6;
    SampleTurns turns(workers);
    std::atomic<uint32_t> come{0};
    std::atomic<uint32_t> inside{0};
    std::set<uint64_t> limits;
    std::vector<std::thread> threads;
    for (uint32_t worker = 0; worker < workers; ++worker)
        threads.emplace_back([&, worker] {
            ++come;
            // One has failed before, and another fails in its turn.
            if (worker == 2) return turns.leave();
            const auto sample = [&](uint64_t until) {
                EXPECT_EQ(come, workers);
                EXPECT_EQ(inside++, 0u);
                limits.insert(until);
                std::this_thread::yield();
                --inside;
                if (worker == 4) throw std::runtime_error("this one");
            };
            try {
                turns.take(Clock::instance(), sample);
            } catch (const std::runtime_error&) {
                turns.leave();
            }
        });
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(limits.size(), 1u) << "the time is that of all";
    EXPECT_GT(*limits.begin(), Clock::instance().now());
}

class GpuSamplesOfJobs : public GpuJob {
protected:
    JobSpec job(uint64_t files, uint32_t workers) const {
        JobSpec spec = blockJob({EngineKind::GpuCopy, CufileMode::Sync, 4});
        spec.fileCount = files;
        spec.workers = workers;
        return spec;
    }
    static std::map<std::string, uint64_t> blocksByFile(const JobResult& result) {
        std::map<std::string, uint64_t> sampled;
        for (const GpuSample& sample : result.gpu->samples) {
            EXPECT_EQ(sample.error, 0);
            EXPECT_EQ(sample.mismatches, 0u);
            sampled[sample.path] += sample.blocks;
        }
        return sampled;
    }
};

TEST_F(GpuSamplesOfJobs, AreFourBlocksOfEightFilesOfEachWorker) {
    JobSpec spec = job(40, 2);
    writeFilesOf(spec);
    const JobResult result = runJob(spec).result;
    EXPECT_EQ(result.gpu->samples.size(), 16u);
    const auto sampled = blocksByFile(result);
    EXPECT_EQ(sampled.size(), 16u) << "workers look at files of their own";
    for (const auto& [path, count] : sampled) EXPECT_EQ(count, 4u) << path;
    EXPECT_TRUE(sampled.contains(namespaceOf(spec).path(0)));
    EXPECT_TRUE(sampled.contains(namespaceOf(spec).path(39)));
}

TEST_F(GpuSamplesOfJobs, EndWhereAWorkerHasMovedEnough) {
    JobSpec spec = job(2, 1);
    setBlockSize(spec, 32 << 20);
    spec.fileSize = 3 * spec.blockSize;
    spec.queueDepth = 1;
    spec.passes = 0;
    spec.operationLimit = 1;
    writeFilesOf(spec);
    const JobResult result = runJob(spec).result;
    ASSERT_EQ(result.gpu->samples.size(), 1u) << "the second file comes after 64 MiB of the first";
    EXPECT_EQ(result.gpu->samples[0].blocks, 2u);
}

TEST_F(GpuSamplesOfJobs, AreOfSharedFilesWhereThereAreFew) {
    JobSpec spec = job(1, 3);
    writeFilesOf(spec);
    const JobResult result = runJob(spec).result;
    EXPECT_EQ(result.gpu->samples.size(), 3u) << "each worker has an engine to be looked at";
    EXPECT_EQ(blocksByFile(result).size(), 1u);
}

TEST_F(GpuSamplesOfJobs, AreOfBothDirections) {
    JobSpec spec = job(2, 2);
    writeFilesOf(spec);
    spec.readPercent = 50;
    const JobResult result = runJob(spec).result;
    std::map<bool, uint64_t> directions;
    for (const GpuSample& sample : result.gpu->samples) ++directions[sample.isWrite];
    EXPECT_EQ(directions[false], 2u);
    EXPECT_EQ(directions[true], 2u);
    blocksByFile(result);
}

TEST_F(GpuSamplesOfJobs, StayInTheRegionsOfTheJob) {
    JobSpec spec = job(1, 2);
    writeFilesOf(spec);
    spec.readPercent = 0;
    spec.offset = 4 * block;
    spec.offsetIncrement = 8 * block;
    spec.operationLimit = 1;
    const JobResult result = runJob(spec).result;
    EXPECT_EQ(result.gpu->samples.size(), 2u);
    blocksByFile(result);
    const Bytes before = contentOf(0, 0, 4 * block);
    const Bytes after = readWholeFile(namespaceOf(spec).path(0));
    EXPECT_EQ(Bytes(after.begin(), after.begin() + 4 * block), before) << "what the job leaves out";
}

TEST_F(GpuSamplesOfJobs, LeaveOutFilesThatWereNotMadeYet) {
    JobSpec spec = filesJob({EngineKind::GpuCopy});
    spec.operations = {Kind::Create, Kind::Write, Kind::Close};
    spec.createFiles = true;
    spec.fileCount = 20;
    spec.operationLimit = 0;
    spec.itemsPerWorker = 3;
    const auto sampled = blocksByFile(runJob(spec).result);
    EXPECT_EQ(sampled.size(), 6u);
    for (const uint64_t file : {0u, 1u, 2u, 10u, 11u, 12u})
        EXPECT_TRUE(sampled.contains(namespaceOf(spec).path(file))) << file;
}

TEST_F(GpuSamplesOfJobs, ReadFilesUnderTheNamesThatTheyHave) {
    JobSpec spec = filesJob({EngineKind::GpuCopy});
    writeFilesOf(spec);
    const FileNamespace names = namespaceOf(spec);
    spec.operationsBefore = {Kind::Rename};
    for (uint64_t file = 0; file < spec.fileCount; ++file)
        std::filesystem::rename(names.path(file), namespaceOf(spec).presentPath(file));
    const auto sampled = blocksByFile(runJob(spec).result);
    EXPECT_EQ(sampled.size(), spec.fileCount);
    for (const auto& [path, count] : sampled) EXPECT_EQ(count, 4u) << path;
}

}  // namespace
}  // namespace ioproof
