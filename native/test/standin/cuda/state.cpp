// What is left when a context is given up or the process ends; and what the stand-in of cuFile asks.
#include "test/standin/cuda/state.h"

#include <string>

namespace ioproof::standin {
namespace {

// Of the other models of thread-local storage, LeakSanitizer may look for that of a thread where there is none: it then
// dies.
__attribute__((tls_model("initial-exec"))) thread_local cuda::ContextOpaque* currentContext = nullptr;

std::shared_ptr<StreamQueue> queueOf(cuda::Stream stream) {
    const std::lock_guard lock(cudaState().mutex);
    const auto found = cudaState().streams.find(stream);
    return found == cudaState().streams.end() ? nullptr : found->second;
}

/// At the end of a process that has not ended by _exit.
__attribute__((destructor)) void findLeftOvers() {
    CudaState& state = cudaState();
    if (state.openDrivers > 0) abortOver("the process ends with the driver of cuFile open");
    for (const cuda::ContextOpaque& context : state.contexts) {
        if (context.retained > 0) {
            abortOver("the process ends with the context of device " + std::to_string(context.device) + " retained");
        }
    }
    if (state.locked.count(-1) > 0) abortOver("the process ends with host memory locked");
}

}  // namespace

CudaState& cudaState() {
    static CudaState& state = *new CudaState;
    return state;
}

cuda::Result refusalWithoutContext(const char* function) {
    if (const auto failure = script().failureOf(function)) return failure->code;
    return cudaState().initialized ? cuda::success : 3;
}

cuda::Result refusal(const char* function) {
    if (const cuda::Result result = refusalWithoutContext(function); result != cuda::success) return result;
    if (currentContext == nullptr) return 201;
    return currentContext->retained > 0 ? cuda::success : 709;
}

void setCurrentContext(cuda::ContextOpaque* context) { currentContext = context; }

int currentDevice() { return currentContext == nullptr || currentContext->retained == 0 ? -1 : currentContext->device; }

std::shared_ptr<Range> deviceRange(uintptr_t address) { return cudaState().memory.find(address); }

bool enqueue(cuda::Stream stream, std::function<void()> work) {
    if (stream == nullptr) {
        work();
        return true;
    }
    const std::shared_ptr<StreamQueue> queue = queueOf(stream);
    if (queue) queue->add(std::move(work));
    return queue != nullptr;
}

bool attachToStream(cuda::Stream stream, unsigned flags) {
    const std::shared_ptr<StreamQueue> queue = queueOf(stream);
    int none = -1;
    return queue != nullptr && queue->cufileFlags.compare_exchange_strong(none, static_cast<int>(flags));
}

bool detachFromStream(cuda::Stream stream) {
    const std::shared_ptr<StreamQueue> queue = queueOf(stream);
    return queue != nullptr && queue->cufileFlags.exchange(-1) >= 0;
}

unsigned flagsOfStream(cuda::Stream stream) {
    const std::shared_ptr<StreamQueue> queue = queueOf(stream);
    const int flags = queue == nullptr ? -1 : queue->cufileFlags.load();
    return flags < 0 ? 0 : static_cast<unsigned>(flags);
}

void holdContexts(int change) { cudaState().openDrivers += change; }

}  // namespace ioproof::standin
