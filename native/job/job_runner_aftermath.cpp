// A job after its measured time: what was written is read back, samples are taken, and all is given back in order.
#include <utility>

#include "core/page_cache.h"
#include "job/job_runner.h"

namespace ioproof {

bool JobRunner::waitForAftermath() {
    if (!hasAftermath()) return false;
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return aftermath_ != Decision::Open || cancelled_ || failure_; });
    return aftermath_ == Decision::Yes && !failure_;
}

void JobRunner::doAftermath(Worker& worker) {
    if (spec_.verify == VerifyMode::After) worker.verifyWritten();
    if (takesSamples()) sampleTurns_.take(context_->clock, [&worker](uint64_t until) { worker.takeSamples(until); });
}

/// What is read back must come from the storage, as far as the kernel lets go of it.
void JobRunner::releaseAftermath() {
    if (!hasAftermath()) return;
    const EndReason reason = endReasonOf(workers_);
    const bool goesOn = reason != EndReason::Error && reason != EndReason::Stopped;
    const bool verifies = goesOn && spec_.verify == VerifyMode::After;
    const auto decide = [this](Decision decision) {
        const std::lock_guard lock(mutex_);
        aftermath_ = decision;
        changed_.notify_all();
    };
    try {
        if (verifies) {
            dropPageCache(names_);
            cacheBeforeVerification_ = measureResidency(names_, spec_.fileSize);
        }
    } catch (...) {
        decide(Decision::No);
        throw;
    }
    if (verifies) phase_ = Phase::Verify;
    decide(goesOn ? Decision::Yes : Decision::No);
}

void JobRunner::addGpu(JobResult& result) const {
    std::string noSamples = noSamplesReason(spec_);
    const bool went = result.endReason != EndReason::Error && result.endReason != EndReason::Stopped;
    if (noSamples.empty() && !went) noSamples = "the job did not come to its end";
    result.gpu = gpu_->result(workers_, noSamples);
}

void JobRunner::addTraffic(MemoryTrafficMeter::Outcome outcome, JobResult& result) const {
    if (context_->passBarrier) {
        result.memoryTrafficReason = "what is done between the passes would be in it";
        return;
    }
    result.memoryTraffic = std::move(outcome.traffic);
    result.memoryTrafficReason = std::move(outcome.reason);
}

void JobRunner::release() {
    endWorkers();
    Workers workers;
    std::unique_ptr<JobContext> context;
    {
        const std::lock_guard lock(mutex_);
        lastSnapshot_ = currentSnapshot();
        lastSnapshot_.phase = Phase::Done;
        workers.swap(workers_);
        context.swap(context_);
    }
    // Libraries want it the other way round than it was opened: engines, registered files, files, the libraries.
    if (gpu_) gpu_->endEngines(workers);
    workers.clear();
    files_ = {};
    gpu_.reset();
}

}  // namespace ioproof
