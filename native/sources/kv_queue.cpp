// One lock: what is done under it is nothing beside the moving of an object.
#include "sources/kv_queue.h"

#include <algorithm>

namespace ioproof {

KvQueue::KvQueue(const KvCacheSpec& spec, uint64_t seed) : most_(spec.requests == 0 ? UINT64_MAX : spec.requests) {
    for (uint32_t number = 0; number < spec.users.size(); ++number) {
        users_.emplace_back(spec, number, seed);
        next_.push_back(users_.back().next());
        arrivals_.push({.at = next_.back().arrivalNs, .user = number});
    }
}

void KvQueue::admit(uint64_t now) {
    while (arrivals_.top().at <= now) {
        const uint32_t user = arrivals_.top().user;
        arrivals_.pop();
        queues_[static_cast<size_t>(next_[user].priority)].push_back(next_[user]);
        next_[user] = users_[user].next();
        arrivals_.push({.at = next_[user].arrivalNs, .user = user});
    }
}

bool KvQueue::isEmpty() const {
    return std::all_of(queues_.begin(), queues_.end(), [](const auto& queue) { return queue.empty(); });
}

KvRequest KvQueue::pop() {
    auto& queue = *std::find_if(queues_.begin(), queues_.end(), [](const auto& own) { return !own.empty(); });
    const KvRequest request = queue.front();
    queue.pop_front();
    ++given_;
    return request;
}

void KvQueue::ringNext() {
    if (timekeeper_ != nullptr || idle_.empty()) return;
    WakeBell* const bell = idle_.front();
    idle_.pop_front();
    bell->ring();
}

void KvQueue::forget(WakeBell& bell) {
    if (timekeeper_ == &bell) timekeeper_ = nullptr;
    std::erase(idle_, &bell);
}

KvQueue::Taken KvQueue::take(uint64_t now, WakeBell& bell) {
    const std::lock_guard lock(mutex_);
    if (given_ >= most_) return {.request = std::nullopt, .askAt = never};
    admit(now);
    if (!isEmpty()) {
        forget(bell);
        Taken taken{.request = pop(), .askAt = 0};
        ringNext();
        return taken;
    }
    if (timekeeper_ == nullptr) {
        std::erase(idle_, &bell);
        timekeeper_ = &bell;
    }
    if (timekeeper_ == &bell) return {.request = std::nullopt, .askAt = arrivals_.top().at};
    if (std::find(idle_.begin(), idle_.end(), &bell) == idle_.end()) idle_.push_back(&bell);
    return {.request = std::nullopt, .askAt = never};
}

void KvQueue::leave(WakeBell& bell) {
    const std::lock_guard lock(mutex_);
    forget(bell);
    ringNext();
}

bool KvQueue::isSpent() const {
    const std::lock_guard lock(mutex_);
    return given_ >= most_;
}

uint64_t KvQueue::waiting(uint64_t now) {
    const std::lock_guard lock(mutex_);
    if (given_ < most_) admit(now);
    return count();
}

uint64_t KvQueue::queued() const {
    const std::lock_guard lock(mutex_);
    return count();
}

/// Nobody waits for what will not be served.
uint64_t KvQueue::count() const {
    uint64_t sum = 0;
    for (const auto& queue : queues_) sum += queue.size();
    return given_ < most_ ? sum : 0;
}

}  // namespace ioproof
