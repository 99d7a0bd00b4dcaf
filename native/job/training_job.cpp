// Sums over the workers, and the epochs of the timeline.
#include "job/training_job.h"

#include <algorithm>
#include <string>

namespace ioproof {

TrainingJob::TrainingJob(const JobSpec& spec)
    : schedule_(*spec.training, spec.samples, spec.seed, spec.passes),
      waiters_(spec.training->accelerators),
      timeline_(spec, schedule_, samplesARead(spec, *spec.samples), waiters_),
      context_{.files = *spec.samples, .timeline = timeline_, .waiters = waiters_} {}

std::optional<Refusal> TrainingJob::refusal() const {
    if (!timeline_.current().orders->order.isKeyed()) return std::nullopt;
    return Refusal{
        .what = "numpy-shuffle",
        .reason = "a keyed permutation is used for more than " + std::to_string(mostListedSamples) + " samples"};
}

void TrainingJob::addTo(JobResult& result, const Workers& workers, uint64_t elapsedNs) {
    TrainingResult training = timeline_.finish(elapsedNs);
    for (const auto& worker : workers) {
        training.item.merge(worker->training()->items());
        training.lateness.merge(worker->training()->lateness());
        // A sum does not depend on which worker has read what.
        training.checksum += worker->checksum();
    }
    result.training = std::move(training);
}

void TrainingJob::addTo(Snapshot& snapshot) const {
    snapshot.training = timeline_.snapshot();
    snapshot.fractionDone = std::max(snapshot.fractionDone, timeline_.fractionDone());
}

}  // namespace ioproof
