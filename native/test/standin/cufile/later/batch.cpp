// Entries of a batch: taken in any order, told of in any order.
#include "test/standin/cufile/later/batch.h"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <iterator>

namespace ioproof::standin {

BatchQueue::BatchQueue(unsigned capacity) : capacity_(capacity) {
    for (size_t index = 0; index < threadCount; ++index) threads_.emplace_back([this] { run(); });
}

BatchQueue::~BatchQueue() {
    {
        const std::lock_guard lock(mutex_);
        if (!waiting_.empty() || running_ > 0) abortOver("cuFileBatchIODestroy with entries under way");
        ends_ = true;
    }
    work_.notify_all();
    for (std::thread& thread : threads_) thread.join();
}

bool BatchQueue::submit(std::vector<BatchEntry> entries) {
    const std::lock_guard lock(mutex_);
    if (held() + entries.size() > capacity_) return false;
    for (const BatchEntry& entry : entries) takePieces(*entry.transfer, 1);
    std::ranges::move(entries, std::back_inserter(waiting_));
    work_.notify_all();
    return true;
}

void BatchQueue::takePieces(const Transfer& transfer, int change) {
    if (transfer.file().direct) return;
    (transfer.request().bytes <= 4096 ? smallPieces_ : largePieces_) += change;
    // There is a fixed number of them, and the real library waits for one for ever.
    if (smallPieces_ > 128 || largePieces_ > 64) {
        abortOver("a batch needs more of the POSIX pool than there is: cuFile hangs here");
    }
}

BatchEntry BatchQueue::takeAny() {
    const size_t index = random_() % waiting_.size();
    std::swap(waiting_[index], waiting_.back());
    BatchEntry entry = std::move(waiting_.back());
    waiting_.pop_back();
    return entry;
}

void BatchQueue::run() {
    std::unique_lock lock(mutex_);
    for (;;) {
        work_.wait(lock, [this] { return ends_ || !waiting_.empty(); });
        if (waiting_.empty()) return;
        BatchEntry entry = takeAny();
        ++running_;
        lock.unlock();
        ssize_t moved = entry.transfer->perform();
        if (moved == -1) moved = -errno;
        lock.lock();
        takePieces(*entry.transfer, -1);
        // Its file and memory are free before anybody hears of it.
        entry.transfer.reset();
        --running_;
        done_.push_back({entry.cookie, moved < 0 ? cufile::failed : cufile::complete, static_cast<size_t>(moved)});
        finished_.notify_all();
    }
}

unsigned BatchQueue::harvest(unsigned least, unsigned most, cufile::IoEvent* events, const timespec* timeout) {
    std::unique_lock lock(mutex_);
    const auto enough = [&] { return done_.size() >= least; };
    if (timeout == nullptr) {
        finished_.wait(lock, enough);
    } else {
        const auto time = std::chrono::seconds(timeout->tv_sec) + std::chrono::nanoseconds(timeout->tv_nsec);
        finished_.wait_for(lock, time, enough);
    }
    std::ranges::shuffle(done_, random_);
    const size_t count = std::min<size_t>(most, done_.size());
    std::copy_n(done_.begin(), count, events);
    done_.erase(done_.begin(), done_.begin() + static_cast<ptrdiff_t>(count));
    return static_cast<unsigned>(count);
}

void BatchQueue::cancel() {
    const std::lock_guard lock(mutex_);
    for (const BatchEntry& entry : waiting_) {
        takePieces(*entry.transfer, -1);
        done_.push_back({entry.cookie, cufile::cancelled, 0});
    }
    waiting_.clear();
    finished_.notify_all();
}

}  // namespace ioproof::standin
