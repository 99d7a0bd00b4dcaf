// The worker's part of memory of GPUs: its device and the node near to it, what goes up, and the samples at the end.
#include "core/process_facts.h"
#include "gpu/gpu_session.h"
#include "job/gpu_samples.h"
#include "job/worker.h"

namespace ioproof {

int32_t Worker::takePlace() {
    const JobSpec& spec = job_.spec;
    const int32_t near = job_.gpu == nullptr ? -1 : job_.gpu->useDeviceOf(index_).numaNode;
    if (!spec.cpus.empty()) pinThread(spec.cpus[index_ % spec.cpus.size()]);
    else if (near >= 0) nodeRefusal_ = pinThreadToNode(static_cast<uint32_t>(near));
    return spec.numaNode >= 0 ? spec.numaNode : near;
}

void Worker::uploadBuffers(std::span<Chain* const> batch) {
    for (const Chain* chain : batch) {
        const Operation& first = chain->operations[0];
        const bool changed = first.kind == OperationKind::Write ? refills_ || verifier_ != std::nullopt : checksReads_;
        if (changed && isTransfer(first.kind)) engine_->upload(*chain, first.length);
    }
}

void Worker::takeSamples(uint64_t until) {
    samples_ = GpuSampler({.spec = job_.spec,
                           .names = job_.names,
                           .clock = job_.clock,
                           .stop = job_.stop,
                           .gpu = *job_.gpu,
                           .engine = *engine_,
                           .slots = *slots_,
                           .content = content_,
                           .verifier = verifier_ ? &*verifier_ : nullptr,
                           .pass = source_->pass(),
                           .worker = index_,
                           .openFlags = job_.openFlags,
                           .readUnit = job_.readUnit},
                          until)
                   .run();
}

}  // namespace ioproof
