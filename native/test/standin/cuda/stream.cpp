// The thread of a stream, and waiting for it.
#include "test/standin/cuda/stream.h"

namespace ioproof::standin {

StreamQueue::StreamQueue(int device) : device_(device), thread_([this] { run(); }) {}

StreamQueue::~StreamQueue() {
    {
        const std::lock_guard lock(mutex_);
        ends_ = true;
    }
    changed_.notify_one();
    thread_.join();
}

void StreamQueue::add(std::function<void()> work) {
    {
        const std::lock_guard lock(mutex_);
        works_.push_back(std::move(work));
    }
    changed_.notify_one();
}

void StreamQueue::wait() {
    std::unique_lock lock(mutex_);
    idle_.wait(lock, [this] { return works_.empty() && !busy_; });
}

void StreamQueue::run() {
    std::unique_lock lock(mutex_);
    for (;;) {
        changed_.wait(lock, [this] { return ends_ || !works_.empty(); });
        if (works_.empty()) return;
        const std::function<void()> work = std::move(works_.front());
        works_.pop_front();
        busy_ = true;
        lock.unlock();
        work();
        lock.lock();
        busy_ = false;
        if (works_.empty()) idle_.notify_all();
    }
}

void EventMark::reached(uint64_t number) {
    {
        const std::lock_guard lock(mutex_);
        reached_ = number;
    }
    changed_.notify_all();
}

void EventMark::wait() {
    if (!blocks_) {
        while (!isDone()) std::this_thread::yield();
        return;
    }
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return isDone(); });
}

}  // namespace ioproof::standin
