// Sums, extremes and the reason that weighs most.
#include "job/job_summary.h"

#include <algorithm>
#include <utility>

namespace ioproof {
namespace {

void addVerification(const JobSpec& spec, const Workers& workers, JobResult& result) {
    if (spec.verify != VerifyMode::None) result.verification.emplace();
    uint64_t passes = UINT64_MAX;
    for (const auto& worker : workers) {
        result.newestGeneration = std::max(result.newestGeneration, worker->verifier()->newestGeneration());
        if (result.verification) result.verification->merge(worker->verifier()->findings());
        passes = std::min(passes, worker->passesGiven());
    }
    const bool covered = spec.writesEveryBlock() && passes > 0 && !result.firstError;
    if (covered) result.coveredGeneration = spec.stampGeneration + passes - 1;
}

std::vector<ShareResult> sharesOf(const JobSpec& spec, const Workers& workers) {
    std::vector<ShareResult> shares(spec.mix.size());
    for (size_t index = 0; index < shares.size(); ++index) {
        ShareResult& sum = shares[index];
        sum.percent = spec.mix[index].percent;
        sum.operations = spec.mix[index].operations;
        for (const auto& worker : workers) {
            const ShareResult& part = worker->shares()[index];
            sum.chains += part.chains;
            sum.errors += part.errors;
            sum.latency.merge(part.latency);
        }
    }
    return shares;
}

}  // namespace

uint64_t longestElapsed(const Workers& workers) {
    uint64_t longest = 0;
    for (const auto& worker : workers) longest = std::max(longest, worker->doneNs());
    return longest;
}

EndReason endReasonOf(const Workers& workers) {
    EndReason reason = EndReason::Passes;
    for (const auto& worker : workers) {
        if (worker->firstError()) return EndReason::Error;
        if (reason != EndReason::Runtime && worker->endReason() != EndReason::Passes) reason = worker->endReason();
    }
    return reason;
}

JobResult addUp(const JobContext& job, const Workers& workers, Totals totals, uint64_t startAt) {
    const JobSpec& spec = job.spec;
    JobResult result;
    result.endReason = endReasonOf(workers);
    result.elapsedNs = result.firstDoneNs = longestElapsed(workers);
    result.operations = std::move(totals);
    for (const auto& worker : workers) {
        const WorkerResult part = worker->result();
        result.workers.push_back(part);
        result.firstDoneNs = std::min(result.firstDoneNs, part.elapsedNs);
        const uint64_t skew = worker->startedAt() > startAt ? worker->startedAt() - startAt : 0;
        if (result.elapsedNs > 0) result.startSkewNs = std::max(result.startSkewNs, skew);
        if (!result.firstError && worker->firstError()) result.firstError = worker->firstError();
    }
    result.mix = sharesOf(spec, workers);
    if (spec.stampDataset != 0) addVerification(spec, workers, result);
    const bool went = result.endReason != EndReason::Error && result.endReason != EndReason::Stopped;
    if (spec.stonewallNs > 0 && went) result.stonewall = job.stonewall.result();
    return result;
}

Snapshot countersOf(const JobSpec& spec, const Workers& workers, bool verifying) {
    Snapshot snapshot;
    uint64_t done = 0;
    uint64_t planned = 0;
    for (const auto& worker : workers) {
        const LiveCounters& live = worker->live();
        snapshot.operations += live.operations.load(std::memory_order_relaxed);
        snapshot.bytes += live.bytes.load(std::memory_order_relaxed);
        snapshot.errors += live.errors.load(std::memory_order_relaxed);
        done += (verifying ? live.verified : live.chains).load(std::memory_order_relaxed);
        planned += verifying ? worker->chainsIssued() : worker->chainsPerPass() * spec.passes;
    }
    snapshot.fractionDone = share(done, planned);
    return snapshot;
}

}  // namespace ioproof
