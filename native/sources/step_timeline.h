// The time of all epochs of a job: which one runs, what those before have come to.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <vector>

#include "core/job_spec.h"
#include "sources/epoch_schedule.h"
#include "sources/epoch_timeline.h"

namespace ioproof {

/// One for all workers. An epoch begins with the end of the one before, or of the pause between them.
class StepTimeline {
public:
    struct Running {
        uint64_t index = 0;
        std::shared_ptr<const EpochOrders> orders;
        std::shared_ptr<EpochTimeline> timeline;
    };

    /// `samplesARead`: samples that end in one read at most, where a reader gets several at once. Spec, schedule and
    /// waiters must outlive the timeline.
    StepTimeline(const JobSpec& spec, EpochSchedule& schedule, uint64_t samplesARead, StepWaiters& waiters);

    Running current() const;
    bool isLast(uint64_t index) const { return index + 1 == schedule_.count(); }
    /// The epoch after this one, which the first worker that asks for it begins. `pausedNs`: of the pause before it.
    Running after(uint64_t index, uint64_t startAt, uint64_t pausedNs = 0);

    /// Once no worker loads any more; what ends after `at` has not happened. Times of epochs are without the pauses
    /// between them.
    TrainingResult finish(uint64_t at);
    TrainingSnapshot snapshot() const;
    /// Share of all steps of all epochs that are done; 0 where there is no end.
    double fractionDone() const;

private:
    std::shared_ptr<EpochTimeline> makeTimeline(const std::shared_ptr<const EpochOrders>& orders, uint64_t index,
                                                uint64_t startAt);
    void close(uint64_t at);

    const JobSpec& spec_;
    const TrainingSpec& training_;
    EpochSchedule& schedule_;
    const uint64_t samplesARead_;
    StepWaiters& waiters_;

    mutable std::mutex mutex_;
    Running running_;
    /// Before the epoch that runs.
    uint64_t pausedNs_ = 0;
    StepStatistics statistics_;
    std::vector<TrainingEpoch> over_;
};

}  // namespace ioproof
