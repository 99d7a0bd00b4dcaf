// The worker's part of verification: reading back at once, or all that was written once the measured time is over.
#include <utility>

#include "job/worker.h"
#include "job/write_replay.h"

namespace ioproof {

bool Worker::verify(Chain& chain) {
    Operation& operation = chain.operations[0];
    const bool wasReadBack = std::exchange(chain.readsBack, false);
    if (operation.result <= 0) return false;
    if (operation.kind == OperationKind::Read) {
        engine_->download(chain, static_cast<size_t>(operation.result));
        if (wasReadBack) verifier_->checkOwn(operation, chain.pass, chain.pass);
        else verifier_->checkRead(operation, chain.pass);
        return false;
    }
    if (operation.kind != OperationKind::Write || job_.stop.load(std::memory_order_relaxed)) return false;
    operation.kind = OperationKind::Read;
    chain.readsBack = true;
    DataVerifier::spoil(operation);
    engine_->upload(chain, operation.length);
    readBacks_.push_back(&chain);
    return true;
}

void Worker::verifyWritten() {
    const auto again = makeSource(job_.spec, job_.names, {.index = index_, .count = job_.spec.workers});
    const uint64_t startedAt = job_.clock.now();
    WriteReplay replay({.spec = job_.spec,
                        .stop = job_.stop,
                        .source = *again,
                        .chains = chainsIssued_,
                        .slots = *slots_,
                        .engine = *engine_,
                        .verifier = *verifier_,
                        .progress = live_.verified},
                       source_->pass(), source_->passesGiven() > source_->pass());
    if (const auto failed = replay.run()) fail(slots_->chain(0), *failed);
    verifier_->tookTime(job_.clock.now() - startedAt);
}

}  // namespace ioproof
