// One source for each kind.
#include "job/worker_source.h"

#include "job/checkpoint_job.h"
#include "job/worker.h"

namespace ioproof {

std::unique_ptr<Source> sourceOf(const JobContext& job, uint32_t worker) {
    const WorkerShare share{.index = worker, .count = job.spec.workers};
    if (job.checkpoint != nullptr)
        return std::make_unique<CheckpointSource>(job.spec, job.checkpoint->context(), worker);
    if (job.kvCache != nullptr)
        return std::make_unique<KvCacheSource>(job.spec, job.names, job.clock, job.queueDepth, *job.kvCache);
    if (job.training == nullptr) return makeSource(job.spec, job.names, share, job.readUnit);
    return std::make_unique<TrainingSource>(job.spec, job.names, share, job.readUnit, *job.training);
}

}  // namespace ioproof
