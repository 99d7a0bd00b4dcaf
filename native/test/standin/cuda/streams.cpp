// Streams and events of the stand-in of CUDA.
#include "test/standin/cuda/state.h"

using namespace ioproof;
using namespace ioproof::standin;

namespace {

/// Null for what no stream or event has as its address.
template <typename Map>
typename Map::mapped_type find(const Map& map, typename Map::key_type key) {
    const std::lock_guard lock(cudaState().mutex);
    const auto found = map.find(key);
    return found == map.end() ? nullptr : found->second;
}

/// Takes it out; null where there is no such thing.
template <typename Map>
typename Map::mapped_type take(Map& map, typename Map::key_type key) {
    const std::lock_guard lock(cudaState().mutex);
    const auto found = map.find(key);
    if (found == map.end()) return nullptr;
    const auto taken = found->second;
    map.erase(found);
    return taken;
}

}  // namespace

cuda::Result ioproof::standin::waitFor(cuda::Stream stream) {
    const std::shared_ptr<StreamQueue> queue = find(cudaState().streams, stream);
    if (!queue) return 400;
    queue->wait();
    return cuda::success;
}

STANDIN_API cuda::Result cuStreamCreate(cuda::Stream* stream, unsigned) {
    if (const cuda::Result result = refusal("cuStreamCreate"); result != cuda::success) return result;
    auto queue = std::make_shared<StreamQueue>(currentDevice());
    *stream = reinterpret_cast<cuda::Stream>(queue.get());
    const std::lock_guard lock(cudaState().mutex);
    cudaState().streams.emplace(*stream, std::move(queue));
    return cuda::success;
}

STANDIN_API cuda::Result cuStreamSynchronize(cuda::Stream stream) {
    if (const cuda::Result result = refusal("cuStreamSynchronize"); result != cuda::success) return result;
    return stream == nullptr ? cuda::success : waitFor(stream);
}

STANDIN_API cuda::Result cuStreamDestroy_v2(cuda::Stream stream) {
    if (const cuda::Result result = refusal("cuStreamDestroy_v2"); result != cuda::success) return result;
    const std::shared_ptr<StreamQueue> queue = take(cudaState().streams, stream);
    if (!queue) return 400;
    if (queue->cufileFlags >= 0) abortOver("cuStreamDestroy before cuFileStreamDeregister");
    return cuda::success;
}

STANDIN_API cuda::Result cuEventCreate(cuda::Event* event, unsigned flags) {
    if (const cuda::Result result = refusal("cuEventCreate"); result != cuda::success) return result;
    auto mark = std::make_shared<EventMark>(currentDevice(), (flags & cuda::eventBlockingSync) != 0);
    *event = reinterpret_cast<cuda::Event>(mark.get());
    const std::lock_guard lock(cudaState().mutex);
    cudaState().events.emplace(*event, std::move(mark));
    return cuda::success;
}

STANDIN_API cuda::Result cuEventRecord(cuda::Event event, cuda::Stream stream) {
    if (const cuda::Result result = refusal("cuEventRecord"); result != cuda::success) return result;
    const std::shared_ptr<EventMark> mark = find(cudaState().events, event);
    const std::shared_ptr<StreamQueue> queue = find(cudaState().streams, stream);
    if (!mark || (stream != nullptr && (!queue || queue->device() != mark->device()))) return 400;
    const bool queued = enqueue(stream, [mark, number = mark->record()] { mark->reached(number); });
    return queued ? cuda::success : 400;
}

STANDIN_API cuda::Result cuEventQuery(cuda::Event event) {
    if (const cuda::Result result = refusal("cuEventQuery"); result != cuda::success) return result;
    const std::shared_ptr<EventMark> mark = find(cudaState().events, event);
    if (!mark) return 400;
    return mark->isDone() ? cuda::success : cuda::notReady;
}

STANDIN_API cuda::Result cuEventSynchronize(cuda::Event event) {
    if (const cuda::Result result = refusal("cuEventSynchronize"); result != cuda::success) return result;
    const std::shared_ptr<EventMark> mark = find(cudaState().events, event);
    if (!mark) return 400;
    mark->wait();
    return cuda::success;
}

STANDIN_API cuda::Result cuEventDestroy_v2(cuda::Event event) {
    if (const cuda::Result result = refusal("cuEventDestroy_v2"); result != cuda::success) return result;
    return take(cudaState().events, event) ? cuda::success : 400;
}
