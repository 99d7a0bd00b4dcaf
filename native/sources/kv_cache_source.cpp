// Servings wait for chains, chains for the engine.
#include "sources/kv_cache_source.h"

#include <algorithm>

namespace ioproof {

KvCacheSource::KvCacheSource(const JobSpec& spec, const FileNamespace& names, const Clock& clock, uint32_t depth,
                             const KvCacheContext& context)
    : context_(context),
      clock_(clock),
      content_(context.contentSeed),
      objects_(spec, names, content_),
      servingOfSlot_(depth),
      isBusy_(depth) {
    for (uint32_t number = 0; number < depth; ++number) servings_.emplace_back(objects_, context_, bell_, result_);
}

uint64_t KvCacheSource::served() const {
    const auto isServed = [](const KvServing& serving) { return !serving.isIdle(); };
    return static_cast<uint64_t>(std::count_if(servings_.begin(), servings_.end(), isServed));
}

void KvCacheSource::publish() {
    live_.requests.store(result_.requests(), std::memory_order_relaxed);
    live_.hits.store(result_.hits, std::memory_order_relaxed);
    live_.misses.store(result_.misses, std::memory_order_relaxed);
}

void KvCacheSource::advance(uint32_t number, uint64_t now) {
    KvServing& serving = servings_[number];
    serving.advance(now);
    if (!serving.hasTransfer()) return;
    isBusy_[number] = true;
    ready_.push_back(number);
}

void KvCacheSource::look(uint64_t now) {
    wakeAt_ = KvQueue::never;
    bool asks = true;
    for (uint32_t number = 0; number < servings_.size(); ++number) {
        KvServing& serving = servings_[number];
        if (isBusy_[number]) continue;
        if (!serving.isIdle()) advance(number, now);
        while (asks && serving.isIdle()) {
            const KvQueue::Taken taken = context_.queue.take(now, bell_);
            asks = taken.request.has_value();
            if (!asks) {
                wakeAt_ = std::min(wakeAt_, taken.askAt);
                break;
            }
            serving.begin(*taken.request, now);
            advance(number, now);
        }
        wakeAt_ = std::min(wakeAt_, serving.wakeAt());
    }
    isOver_ = !asks && ready_.empty() && context_.queue.isSpent() && served() == 0;
    publish();
}

void KvCacheSource::leave(uint64_t now) {
    context_.queue.leave(bell_);
    for (KvServing& serving : servings_) serving.stop(now);
}

uint32_t KvCacheSource::fill(std::span<Chain* const> chains) {
    uint32_t filled = 0;
    for (Chain* chain : chains) {
        if (ready_.empty()) break;
        const uint32_t number = ready_.front();
        ready_.pop_front();
        servingOfSlot_[chain->slot] = number;
        servings_[number].transfer().describe(objects_, clock_, *chain);
        ++filled;
    }
    return filled;
}

/// The serving goes on with the next look(), or with its next chain.
void KvCacheSource::ended(const Chain& chain) {
    const uint32_t number = servingOfSlot_[chain.slot];
    KvServing& serving = servings_[number];
    const bool isOver = serving.ended(chain);
    isBusy_[number] = false;
    if (chain.executed > 0 && chain.operations[chain.executed - 1].result < 0) return;
    if (isOver && !serving.hasTransfer()) return;
    isBusy_[number] = true;
    ready_.push_back(number);
}

}  // namespace ioproof
