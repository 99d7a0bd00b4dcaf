// A thread that makes one epoch at a time.
#include "sources/epoch_schedule.h"

#include <algorithm>
#include <string>
#include <utility>

#include "core/io_error.h"

namespace ioproof {
namespace {

uint64_t countOf(const TrainingSpec& spec, uint64_t epochs) {
    if (epochs == 0) return UINT64_MAX;
    return epochs + (spec.evalEvery == 0 ? 0 : epochs / spec.evalEvery);
}

SampleOrder begun(SampleOrder order, const EpochId& epoch) {
    order.begin(epoch);
    return order;
}

void requireSteps(const SampleOrder& order, const EpochId& epoch, const TrainingSpec& spec) {
    if (order.steps() > 0) return;
    const uint32_t batch = epoch.isEval ? spec.evalBatchSize : spec.batchSize;
    throw JobError("TOO_FEW_SAMPLES", std::string("the files for ") + (epoch.isEval ? "evaluation" : "training") +
                                          " have fewer samples than one step of " + std::to_string(spec.accelerators) +
                                          " accelerators with batches of " + std::to_string(batch));
}

}  // namespace

EpochOrders::EpochOrders(const TrainingSpec& spec, const SampleOrder& before, const EpochId& epoch)
    : id(epoch), order(begun(before, epoch)) {
    requireSteps(order, epoch, spec);
    plans.reserve(spec.accelerators);
    for (uint32_t rank = 0; rank < spec.accelerators; ++rank) plans.emplace_back(spec, order, rank);
}

EpochSchedule::EpochSchedule(const TrainingSpec& spec, std::shared_ptr<const SampleFiles> files, uint64_t seed,
                             uint64_t epochs)
    : spec_(spec), count_(countOf(spec, epochs)) {
    const SampleOrder start(spec, std::move(files), seed);
    if (spec.evalEvery > 0 && count_ > spec.evalEvery) {
        const EpochId evaluation{.isEval = true, .number = 1};
        requireSteps(begun(start, evaluation), evaluation, spec);
    }
    newest_ = std::make_shared<const EpochOrders>(spec, start, idOf(0));
    if (count_ > 1) maker_ = std::thread([this] { makeAhead(); });
}

EpochSchedule::~EpochSchedule() {
    {
        const std::lock_guard lock(mutex_);
        over_ = true;
        changed_.notify_all();
    }
    if (maker_.joinable()) maker_.join();
}

EpochId EpochSchedule::idOf(uint64_t index) const {
    if (spec_.evalEvery == 0) return {.isEval = false, .number = static_cast<uint32_t>(index + 1)};
    const uint64_t round = uint64_t{spec_.evalEvery} + 1;
    const bool isEval = index % round == spec_.evalEvery;
    const uint64_t evaluations = index / round + isEval;
    return {.isEval = isEval, .number = static_cast<uint32_t>(isEval ? evaluations : index + 1 - evaluations)};
}

void EpochSchedule::makeAhead() {
    std::unique_lock lock(mutex_);
    for (;;) {
        changed_.wait(lock, [this] { return over_ || newestIndex_ < wanted_; });
        if (over_) return;
        const auto before = newest_;
        const EpochId next = idOf(newestIndex_ + 1);
        lock.unlock();
        std::shared_ptr<const EpochOrders> made;
        std::exception_ptr failure;
        try {
            made = std::make_shared<const EpochOrders>(spec_, before->order, next);
        } catch (...) {
            failure = std::current_exception();
        }
        lock.lock();
        newest_ = std::move(made);
        failure_ = failure;
        ++newestIndex_;
        changed_.notify_all();
        if (failure_) return;
    }
}

std::shared_ptr<const EpochOrders> EpochSchedule::at(uint64_t index) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this, index] { return newestIndex_ >= index; });
    if (failure_) std::rethrow_exception(failure_);
    auto orders = newest_;
    wanted_ = std::min(index + 1, count_ - 1);
    changed_.notify_all();
    return orders;
}

}  // namespace ioproof
