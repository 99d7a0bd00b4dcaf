// A loop of its own: nothing here is timed or paced.
#include "job/write_replay.h"

namespace ioproof {

WriteReplay::WriteReplay(const ReplayContext& context, uint64_t latestPass, bool passIsComplete)
    : context_(context), latestPass_(latestPass), firstPass_(latestPass) {
    if (!passIsComplete && firstPass_ > 0) --firstPass_;
    // Else a pass writes only some of the blocks, and others in every pass.
    if (context.spec.reads() || context.spec.drawsAgain()) firstPass_ = 0;
}

std::optional<Operation> WriteReplay::run() {
    for (;;) {
        over_ = over_ || failed_ || context_.stop.load(std::memory_order_relaxed);
        if (!over_) issue();
        if (context_.slots.inFlight() == 0) break;
        for (Chain* chain : context_.engine.reap(1, noDeadline)) take(*chain);
        context_.progress.store(gone_, std::memory_order_relaxed);
    }
    return failed_;
}

void WriteReplay::issue() {
    while (context_.slots.freeCount() > 0) {
        const auto offered = context_.slots.offer(1);
        if (!nextWrite(*offered[0])) {
            over_ = true;
            return;
        }
        Operation& operation = offered[0]->operations[0];
        operation.kind = OperationKind::Read;
        DataVerifier::spoil(operation);
        context_.engine.upload(*offered[0], operation.length);
        context_.engine.submit(offered);
        context_.slots.take(offered, 1);
    }
}

bool WriteReplay::nextWrite(Chain& chain) {
    Chain* const slot = &chain;
    while (gone_ < context_.chains) {
        if (context_.source.fill({&slot, 1}) == 0) {
            if (!context_.source.waitsForDrain()) return false;
            context_.source.drained();
            continue;
        }
        ++gone_;
        if (chain.operations[0].kind == OperationKind::Write && chain.pass >= firstPass_) return true;
    }
    return false;
}

void WriteReplay::take(Chain& chain) {
    Operation& operation = chain.operations[0];
    if (operation.result > 0) {
        context_.engine.download(chain, static_cast<size_t>(operation.result));
        context_.verifier.checkOwn(operation, chain.pass, latestPass_);
    } else if (!failed_) {
        failed_ = operation;
    }
    context_.slots.giveBack(chain);
}

}  // namespace ioproof
