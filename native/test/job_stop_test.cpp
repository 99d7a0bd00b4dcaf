// Stopping a job at every moment of its life: it ends at once, and says that it was stopped only where it was.
#include <gtest/gtest.h>

#include <chrono>
#include <functional>
#include <stdexcept>
#include <thread>

#include "test/job_run.h"
#include "test/job_specs.h"

namespace ioproof {
namespace {

constexpr uint64_t hour = 3'600'000'000'000;

void ignoreInterval(const IntervalResult&) {}

/// Runs in real time, as long as nobody stops it.
JobSpec endlessSpec() {
    JobSpec spec = blockSpec();
    spec.passes = 0;
    spec.runtimeNs = hour;
    spec.workers = 2;
    spec.queueDepth = 4;
    return spec;
}

void waitUntil(const std::function<bool()>& condition) {
    while (!condition()) std::this_thread::sleep_for(std::chrono::milliseconds(1));
}

void expectNothingDone(const JobResult& result, size_t workers) {
    EXPECT_EQ(result.endReason, EndReason::Stopped);
    EXPECT_EQ(sumsOf(result.operations), Sums{});
    EXPECT_EQ(result.elapsedNs, 0u);
    EXPECT_FALSE(result.firstError);
    EXPECT_EQ(result.workers.size(), workers);
}

/// A job whose prepare() and run() are called on a thread of their own, as the binding does.
class RunningJob {
public:
    explicit RunningJob(const JobSpec& spec, uint64_t startAt = 0) : runner(spec, ignoreInterval) {
        runner.prepare();
        runner.start(startAt == 0 ? monotonicNs() : startAt);
        thread_ = std::thread([this] { result_ = runner.run(); });
    }
    ~RunningJob() {
        if (thread_.joinable()) thread_.join();
    }
    const JobResult& result() {
        thread_.join();
        return result_;
    }

    JobRunner runner;

private:
    JobResult result_;
    std::thread thread_;
};

TEST(JobStop, BeforePrepareLeavesNothingToDo) {
    JobRunner runner(endlessSpec(), ignoreInterval);
    runner.stop();
    runner.prepare();
    expectNothingDone(runner.run(), 2);
}

TEST(JobStop, BeforeStartLeavesNothingToDo) {
    JobRunner runner(endlessSpec(), ignoreInterval);
    runner.prepare();
    runner.stop();
    expectNothingDone(runner.run(), 2);
    EXPECT_EQ(runner.snapshot().phase, Phase::Done);
}

TEST(JobStop, BeforeStartHoldsWhenTheStartComesAfterAll) {
    for (int round = 0; round < 20; ++round) {
        JobRunner runner(endlessSpec(), ignoreInterval);
        runner.prepare();
        runner.stop();
        std::this_thread::yield();
        runner.start(monotonicNs());
        expectNothingDone(runner.run(), 2);
    }
}

TEST(JobStop, DoesNotWaitForAStartThatIsAnHourAway) {
    RunningJob job(endlessSpec(), monotonicNs() + hour);
    job.runner.stop();
    expectNothingDone(job.result(), 2);
}

TEST(JobStop, DoesNotWaitForTheEndOfTheRamp) {
    JobSpec spec = endlessSpec();
    spec.rampNs = hour;
    RunningJob job(spec);
    waitUntil([&job] { return job.runner.snapshot().phase == Phase::Ramp; });
    job.runner.stop();
    expectNothingDone(job.result(), 2);
}

TEST(JobStop, DuringTheRunKeepsWhatWasMeasured) {
    RunningJob job(endlessSpec());
    waitUntil([&job] { return job.runner.snapshot().operations > 1000; });
    EXPECT_EQ(job.runner.snapshot().phase, Phase::Measure);
    job.runner.stop();
    const JobResult& result = job.result();
    EXPECT_EQ(result.endReason, EndReason::Stopped);
    EXPECT_GT(sumsOf(result.operations).operations, 1000u);
    EXPECT_EQ(sumsOf(result.workers), sumsOf(result.operations));
    EXPECT_GT(result.elapsedNs, 0u);
    EXPECT_LT(result.elapsedNs, hour);
    EXPECT_EQ(job.runner.snapshot().operations, sumsOf(result.operations).operations);
}

TEST(JobStop, EndsTheJobWheneverItComes) {
    for (int round = 0; round < 40; ++round) {
        JobRunner runner(endlessSpec(), ignoreInterval);
        std::thread stopping([&runner, round] {
            // Spread over prepare, start and run; none of it is exact, and none needs to be.
            std::this_thread::sleep_for(std::chrono::microseconds(25 * round));
            runner.snapshot();
            runner.stop();
        });
        runner.prepare();
        runner.start(monotonicNs() + 300'000);
        const JobResult result = runner.run();
        EXPECT_EQ(result.endReason, EndReason::Stopped);
        EXPECT_EQ(sumsOf(result.workers), sumsOf(result.operations));
        stopping.join();
    }
}

TEST(JobStop, AfterThePassesIsTooLate) {
    // The last interval is published when every worker has ended by itself.
    JobRunner* job = nullptr;
    JobRunner runner(blockSpec(), [&job](const IntervalResult&) { job->stop(); });
    job = &runner;
    runner.prepare();
    runner.start(monotonicNs());
    EXPECT_EQ(runner.run().endReason, EndReason::Passes);
}

TEST(JobStop, IsImpliedWhenAJobIsThrownAway) {
    {
        JobRunner unprepared(endlessSpec(), ignoreInterval);
    }
    {
        JobRunner parked(endlessSpec(), ignoreInterval);
        parked.prepare();
    }
    JobRunner started(endlessSpec(), ignoreInterval);
    started.prepare();
    started.start(monotonicNs());
}

TEST(JobStop, IsImpliedWhenAnIntervalCannotBeTaken) {
    JobSpec spec = endlessSpec();
    spec.intervalNs = 1'000'000;
    for (const bool released : {false, true}) {
        JobRunner runner(spec, [](const IntervalResult&) { throw std::runtime_error("full"); });
        runner.prepare();
        runner.start(monotonicNs());
        EXPECT_THROW(runner.run(), std::runtime_error);
        if (released) runner.release();
    }
}

TEST(JobStop, PublishesNoIntervalOfAJobThatMeasuredNothing) {
    int intervals = 0;
    JobRunner runner(endlessSpec(), [&intervals](const IntervalResult&) { ++intervals; });
    runner.prepare();
    runner.start(monotonicNs() + hour);
    runner.stop();
    expectNothingDone(runner.run(), 2);
    EXPECT_EQ(intervals, 0);
}

TEST(JobSnapshot, FollowsTheJobThroughItsPhases) {
    JobSpec spec = blockSpec();
    spec.passes = 10;
    JobRunner runner(spec, ignoreInterval);
    EXPECT_EQ(runner.snapshot().phase, Phase::Prepare);
    runner.prepare();
    Snapshot snapshot = runner.snapshot();
    EXPECT_EQ(snapshot.phase, Phase::Ready);
    EXPECT_EQ(snapshot.operations, 0u);
    EXPECT_EQ(snapshot.fractionDone, 0);
    runner.start(monotonicNs());
    const JobResult result = runner.run();
    snapshot = runner.snapshot();
    EXPECT_EQ(snapshot.phase, Phase::Done);
    EXPECT_EQ(snapshot.operations, 640u);
    EXPECT_EQ(snapshot.bytes, 640u * 4096);
    EXPECT_EQ(snapshot.errors, 0u);
    EXPECT_EQ(snapshot.fractionDone, 1);
    EXPECT_EQ(result.endReason, EndReason::Passes);
}

TEST(JobSnapshot, OutlivesTheWorkers) {
    JobSpec spec = blockSpec();
    spec.queueDepth = 4;
    JobRunner runner(spec, ignoreInterval);
    runner.prepare();
    runner.start(monotonicNs());
    runner.run();
    runner.release();
    EXPECT_EQ(runner.snapshot().phase, Phase::Done);
    EXPECT_EQ(runner.snapshot().operations, 64u);
    EXPECT_EQ(runner.snapshot().fractionDone, 1);
}

}  // namespace
}  // namespace ioproof
