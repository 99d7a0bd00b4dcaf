// Walks chains from transfer to transfer, and picks the engine of a mode.
#include "engines/cufile_engine.h"

#include <utility>

#include "core/io_error.h"
#include "engines/blocking_operation.h"
#include "engines/cufile_batch_engine.h"
#include "engines/cufile_stream_engine.h"
#include "engines/cufile_sync_engine.h"

namespace ioproof {

std::unique_ptr<Engine> makeCufileEngine(const EngineContext& context) {
    switch (context.spec.cufileMode) {
        case CufileMode::Batch: return std::make_unique<CufileBatchEngine>(context);
        case CufileMode::Stream: return std::make_unique<CufileStreamEngine>(context);
        default: return std::make_unique<CufileSyncEngine>(context);
    }
}

CufileEngine::CufileEngine(const EngineContext& context)
    : context_(context),
      cufile_(context.gpu->cufile()),
      chainHandles_(context.queueDepth),
      finished_(context.queueDepth),
      buffers_(context, counters_.buffers) {
    if (buffers_.isRegistered()) features_.emplace_back("registered-buffers");
    if (!buffers_.refusal().empty()) refused_.push_back({"registerBuffers", buffers_.refusal()});
}

CufileEngine::~CufileEngine() {
    useDevice();
    for (cufile::Handle handle : chainHandles_)
        if (handle != nullptr) cufile_->cuFileHandleDeregister(handle);
}

void CufileEngine::useDevice() noexcept {
    try {
        context_.gpu->useDeviceOf(context_.worker);
    } catch (const JobError&) {
        // Without a device there is nothing left to give back.
    }
}

int32_t CufileEngine::sync(uint32_t file) { return syncDescriptor(context_.files[file]); }

void CufileEngine::upload(const Chain& chain, size_t bytes) {
    buffers_.upload(context_.buffers + chain.slot * context_.bufferStride, bytes);
}

void CufileEngine::download(const Chain& chain, size_t bytes) {
    buffers_.download(context_.buffers + chain.slot * context_.bufferStride, bytes);
}

cufile::Handle CufileEngine::handleOf(const Chain& chain, const Operation& operation) const {
    return operation.file == chainDescriptor ? chainHandles_[chain.slot]
                                             : context_.gpu->handles()[static_cast<size_t>(operation.file)];
}

Operation* CufileEngine::nextTransfer(Chain& chain) {
    while (chain.executed < chain.count) {
        Operation& operation = chain.operations[chain.executed];
        // cuFile takes no transfer of nothing, which an empty file is read by.
        const bool moves = isTransfer(operation.kind) && operation.length > 0;
        if (moves && makeReady(chain, operation)) return &operation;
        if (moves || !execute(chain, operation)) return nullptr;
    }
    return nullptr;
}

bool CufileEngine::makeReady(Chain& chain, Operation& operation) {
    const bool isOfChain = operation.file == chainDescriptor;
    if (isOfChain && chainHandles_[chain.slot] == nullptr) {
        const int32_t registered = registerFile(chain);
        if (registered < 0) {
            operation.startedAt = operation.finishedAt = now_ = context_.clock.now();
            return endTransfer(chain, registered);
        }
    }
    if (operation.kind == OperationKind::Write && chain.executed > 0 && context_.content != nullptr) {
        renewContent(context_, chain, operation);
        buffers_.upload(operation.data, operation.length);
    }
    return true;
}

bool CufileEngine::execute(Chain& chain, Operation& operation) {
    if (operation.kind == OperationKind::Close) deregisterFile(chain);
    ++chain.executed;
    operation.startedAt = context_.clock.now();
    executeBlocking(context_, chain, operation);
    operation.finishedAt = now_ = context_.clock.now();
    if (operation.result < 0) abandon(chain);
    return operation.result >= 0;
}

bool CufileEngine::endTransfer(Chain& chain, int32_t result) {
    Operation& operation = chain.operations[chain.executed++];
    operation.result = result;
    if (result < 0) {
        abandon(chain);
        return false;
    }
    const bool isRead = operation.kind == OperationKind::Read;
    // What ends at the end of the file has moved nothing, and cuFile does not count it.
    (isRead ? counters_.reads : counters_.writes) += result > 0;
    (isRead ? counters_.readBytes : counters_.writeBytes) += static_cast<uint64_t>(result);
    return true;
}

/// 0, or the code of cuFile, negative.
int32_t CufileEngine::registerFile(const Chain& chain) {
    cufile::Description description{};
    description.type = cufile::handleOpaqueFd;
    description.fd = chain.descriptor;
    const uint64_t startedAt = monotonicNs();
    const cufile::Error error = cufile_->cuFileHandleRegister(&chainHandles_[chain.slot], &description);
    if (error.code == 0) counters_.handles.add(monotonicNs() - startedAt, 0);
    else chainHandles_[chain.slot] = nullptr;
    return error.code > 0 ? -error.code : error.code;
}

void CufileEngine::deregisterFile(const Chain& chain) {
    const cufile::Handle handle = std::exchange(chainHandles_[chain.slot], nullptr);
    if (handle == nullptr) return;
    const uint64_t startedAt = monotonicNs();
    cufile_->cuFileHandleDeregister(handle);
    counters_.handles.totalNs += monotonicNs() - startedAt;
}

void CufileEngine::abandon(Chain& chain) {
    deregisterFile(chain);
    abandonDescriptor(chain);
}

std::span<Chain* const> CufileEngine::takeFinished() { return {finished_.data(), std::exchange(finishedCount_, 0)}; }

}  // namespace ioproof
