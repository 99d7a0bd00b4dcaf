// Checkpoints that are cut off: by a full file, by a stop, by a directory that cannot be made. None of them is sealed.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <thread>

#include "test/checkpoint_jobs.h"
#include "test/job_run.h"
#include "test/temporary_directory.h"

namespace ioproof {
namespace {

constexpr uint64_t mebibyte = uint64_t{1} << 20;

/// No file of this process grows above so many bytes meanwhile.
class FileSizeLimit {
public:
    explicit FileSizeLimit(uint64_t bytes) : handler_(std::signal(SIGXFSZ, SIG_IGN)) {
        getrlimit(RLIMIT_FSIZE, &before_);
        const rlimit limit{.rlim_cur = bytes, .rlim_max = before_.rlim_max};
        setrlimit(RLIMIT_FSIZE, &limit);
    }
    ~FileSizeLimit() {
        setrlimit(RLIMIT_FSIZE, &before_);
        std::signal(SIGXFSZ, handler_);
    }

private:
    void (*handler_)(int);
    rlimit before_{};
};

bool isSealed(const TemporaryDirectory& directory, uint32_t number) {
    return std::filesystem::exists(directory.path("step" + std::to_string(number) + "/ioproof.seal"));
}

std::vector<std::string> namesIn(const std::string& path) {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(path)) names.push_back(entry.path().filename());
    return names;
}

JobSpec specIn(const TemporaryDirectory& directory, uint32_t ranks, uint64_t bytes) {
    JobSpec spec = checkpointJob(ranks, bytes);
    spec.engine = EngineKind::Sync;
    spec.root = directory.path();
    return spec;
}

TEST(CheckpointErrors, AWriteThatTheFileSystemCutsOffGoesOnAndFailsWithItsPlace) {
    const TemporaryDirectory directory;
    JobSpec spec = specIn(directory, 2, 3 * mebibyte);
    spec.checkpoint->parts[1].bytes = 2 * mebibyte;
    const FileSizeLimit limit(2 * mebibyte + 100'000);
    const JobResult result = runJob(spec).result;
    EXPECT_EQ(result.endReason, EndReason::Error);
    ASSERT_TRUE(result.firstError);
    EXPECT_EQ(result.firstError->operation, OperationKind::Write);
    EXPECT_EQ(result.firstError->path, directory.path("step1/rank0.partial"));
    EXPECT_EQ(result.firstError->offset, 2 * mebibyte + 100'000);
    EXPECT_EQ(result.firstError->error, EFBIG);
    EXPECT_EQ(result.firstError->worker, 0u);
    ASSERT_EQ(result.checkpoint->rounds.size(), 1u);
    EXPECT_FALSE(result.checkpoint->rounds[0].complete);
    EXPECT_FALSE(isSealed(directory, 1));
}

TEST(CheckpointErrors, WhatAnInterruptedSaveHasLeftIsReplacedByTheNext) {
    const TemporaryDirectory directory;
    JobSpec spec = specIn(directory, 2, 3 * mebibyte);
    {
        const FileSizeLimit limit(mebibyte);
        EXPECT_EQ(runJob(spec).result.endReason, EndReason::Error);
    }
    EXPECT_THAT(namesIn(directory.path("step1")), testing::Contains(testing::EndsWith(".partial")));
    EXPECT_EQ(runJob(spec).result.endReason, EndReason::Passes);
    EXPECT_THAT(namesIn(directory.path("step1")), testing::UnorderedElementsAre("ioproof.seal", "rank0", "rank1"));
}

TEST(CheckpointErrors, AStopAtAnyMomentLeavesNothingThatIsTakenForComplete) {
    for (int milliseconds = 0; milliseconds < 60; milliseconds += 6) {
        const TemporaryDirectory directory;
        JobSpec spec = specIn(directory, 3, 4 * mebibyte);
        spec.checkpoint->saves = 1000;
        shareOneFile(*spec.checkpoint);
        JobRunner runner(spec, [](const IntervalResult&) {});
        runner.prepare();
        runner.start(monotonicNs());
        std::thread stopper([&runner, milliseconds] {
            std::this_thread::sleep_for(std::chrono::milliseconds(milliseconds));
            runner.stop();
        });
        const JobResult result = runner.run();
        stopper.join();
        EXPECT_EQ(result.endReason, EndReason::Stopped);
        EXPECT_FALSE(result.firstError);
        for (const CheckpointRound& round : result.checkpoint->rounds)
            EXPECT_FALSE(!round.complete && isSealed(directory, round.number));
    }
}

TEST(CheckpointErrors, AStopEndsAPause) {
    JobSpec spec = checkpointJob(2, mebibyte);
    spec.checkpoint->saves = 2;
    spec.checkpoint->pauseNs = 3'600'000'000'000;
    JobRunner runner(spec, [](const IntervalResult&) {});
    runner.prepare();
    runner.start(monotonicNs());
    std::thread stopper([&runner] {
        while (runner.snapshot().checkpoint->roundsDone == 0) std::this_thread::sleep_for(std::chrono::milliseconds(1));
        runner.stop();
    });
    const JobResult result = runner.run();
    stopper.join();
    EXPECT_EQ(result.endReason, EndReason::Stopped);
    EXPECT_TRUE(result.checkpoint->rounds[0].complete);
}

TEST(CheckpointErrors, ADirectoryThatCannotBeMadeIsTheFailureOfTheJob) {
    const TemporaryDirectory directory;
    std::ofstream(directory.path("step1")) << "a file in the way";
    EXPECT_THROW(runJob(specIn(directory, 2, mebibyte)), IoError);
}

TEST(CheckpointErrors, AForeignFileInWhatIsNotKeptIsTheFailureAndTheSaveStaysComplete) {
    const TemporaryDirectory directory;
    JobSpec spec = specIn(directory, 2, mebibyte);
    EXPECT_EQ(runJob(spec).result.endReason, EndReason::Passes);
    const std::string foreign = directory.path("step1/notes.txt");
    std::ofstream(foreign) << "mine";
    spec.checkpoint->firstNumber = 2;
    spec.checkpoint->present = {1};
    const JobResult result = runJob(spec).result;
    EXPECT_EQ(result.endReason, EndReason::Error);
    ASSERT_TRUE(result.firstError);
    EXPECT_EQ(result.firstError->path, foreign);
    EXPECT_EQ(result.firstError->operation, OperationKind::Unlink);
    ASSERT_EQ(result.checkpoint->rounds.size(), 1u);
    EXPECT_TRUE(result.checkpoint->rounds[0].complete);
    EXPECT_TRUE(isSealed(directory, 1));
    EXPECT_TRUE(isSealed(directory, 2));
}

TEST(CheckpointErrors, WhatKeepsALaterRoundFromBeginningLeavesTheResultOfThoseBefore) {
    const TemporaryDirectory directory;
    std::ofstream(directory.path("step2")) << "a file in the way";
    JobSpec spec = specIn(directory, 2, mebibyte);
    spec.checkpoint->saves = 2;
    const JobResult result = runJob(spec).result;
    EXPECT_EQ(result.endReason, EndReason::Error);
    ASSERT_TRUE(result.firstError);
    EXPECT_EQ(result.firstError->path, directory.path("step2"));
    ASSERT_EQ(result.checkpoint->rounds.size(), 1u);
    EXPECT_TRUE(result.checkpoint->rounds[0].complete);
    EXPECT_TRUE(isSealed(directory, 1));
}

TEST(CheckpointErrors, ASaveThatCannotBeSealedIsNotComplete) {
    const TemporaryDirectory directory;
    JobSpec spec = specIn(directory, 1, 1);
    // Files of a byte, and a seal of 444.
    for (int part = 1; part < 100; ++part)
        spec.checkpoint->parts.push_back({.name = "part" + std::to_string(part), .rank = 0, .bytes = 1});
    const FileSizeLimit limit(200);
    const JobResult result = runJob(spec).result;
    EXPECT_EQ(result.endReason, EndReason::Error);
    ASSERT_TRUE(result.firstError);
    EXPECT_EQ(result.firstError->path, directory.path("step1/ioproof.seal.partial"));
    EXPECT_EQ(result.firstError->error, EFBIG);
    ASSERT_EQ(result.checkpoint->rounds.size(), 1u);
    EXPECT_FALSE(result.checkpoint->rounds[0].complete);
    EXPECT_FALSE(isSealed(directory, 1));
}

TEST(CheckpointErrors, WithoutACompleteCheckpointThereIsNothingToLoad) {
    const TemporaryDirectory directory;
    JobSpec spec = specIn(directory, 2, mebibyte);
    spec.checkpoint->saves = 0;
    spec.checkpoint->loads = 1;
    spec.checkpoint->present = {1};
    try {
        runJob(spec);
        FAIL() << "a checkpoint that is not there was loaded";
    } catch (const JobError& refused) {
        EXPECT_EQ(refused.code(), "CHECKPOINT_INCOMPLETE");
        EXPECT_THAT(refused.what(), testing::HasSubstr(directory.path("step1")));
    }
}

}  // namespace
}  // namespace ioproof
