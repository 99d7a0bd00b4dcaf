// What a job of kind training has beside its workers: its files, its epochs and their time.
#pragma once

#include <optional>

#include "core/job_spec.h"
#include "job/job_summary.h"
#include "sources/epoch_schedule.h"
#include "sources/step_timeline.h"
#include "sources/step_waiters.h"
#include "sources/training_source.h"

namespace ioproof {

/// Made before the workers, of which each gets a source from the context.
class TrainingJob {
public:
    /// Makes the order of the first epoch. Throws JobError; `spec`, with its samples laid out, must outlive the job.
    explicit TrainingJob(const JobSpec& spec);

    const TrainingContext& context() const { return context_; }
    /// What was asked of the order of samples but is not done, with the reason.
    std::optional<Refusal> refusal() const;

    /// Once all workers have ended. `elapsedNs`: of the measured time, pauses included.
    void addTo(JobResult& result, const Workers& workers, uint64_t elapsedNs);
    void addTo(Snapshot& snapshot) const;

private:
    EpochSchedule schedule_;
    StepWaiters waiters_;
    StepTimeline timeline_;
    const TrainingContext context_;
};

}  // namespace ioproof
