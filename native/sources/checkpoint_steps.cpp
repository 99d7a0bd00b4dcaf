// Lists of calls, from the parts of a rank.
#include "sources/checkpoint_steps.h"

#include <algorithm>
#include <set>
#include <string_view>

namespace ioproof {
namespace {

using Target = CheckpointStep::Target;

/// Up to the last slash; empty: the directory of the checkpoint itself.
std::string_view directoryOf(std::string_view name) {
    const size_t slash = name.rfind('/');
    return slash == std::string_view::npos ? std::string_view() : name.substr(0, slash);
}

CheckpointStep withKind(CheckpointStep step, OperationKind kind) {
    step.kind = kind;
    return step;
}

}  // namespace

CheckpointPlan::CheckpointPlan(const CheckpointFiles& files, uint64_t directUnit)
    : files_(files), spec_(files.spec()), directUnit_(directUnit) {
    for (uint32_t file = 0; file < files_.dataFileCount(); ++file) {
        const auto parts = files_.partsOfFile(file);
        if (parts.size() == 1) continue;
        SharedFile shared{.part = parts.front(), .maker = UINT32_MAX};
        for (const uint32_t part : parts) shared.maker = std::min(shared.maker, files_.part(part).rank);
        shared_.push_back(shared);
    }
}

CheckpointSteps CheckpointPlan::save(uint32_t rank) const {
    CheckpointSteps steps;
    addShared(rank, steps);
    const bool together = spec_.sync == CheckpointSync::Rank;
    CheckpointSteps open;
    for (const uint32_t number : files_.partsOf(rank)) {
        CheckpointStep step{.number = number};
        if (together) step.file = static_cast<uint32_t>(open.size());
        const bool isShared = files_.isShared(number);
        steps.push_back(step);
        steps.back().kind = isShared ? OperationKind::Open : OperationKind::Create;
        steps.back().awaitsFile = isShared;
        addWrites(step, files_.part(number).bytes, steps);
        if (together) open.push_back(step);
        else addEnd(step, steps);
    }
    for (const CheckpointStep& step : open) addEnd(step, steps);
    addDirectories(rank, steps);
    return steps;
}

/// All shared files that a rank makes come first, so that no two ranks wait for each other.
void CheckpointPlan::addShared(uint32_t rank, CheckpointSteps& steps) const {
    for (const SharedFile& file : shared_) {
        if (file.maker != rank) continue;
        steps.push_back({.kind = OperationKind::Create, .number = file.part});
        steps.push_back({.kind = OperationKind::Close, .number = file.part, .announcesFile = true});
    }
}

void CheckpointPlan::addWrites(CheckpointStep step, uint64_t bytes, CheckpointSteps& steps) const {
    step.kind = OperationKind::Write;
    const uint64_t whole = bytes / directUnit_ * directUnit_;
    step.until = whole;
    if (whole > 0) steps.push_back(step);
    if (whole == bytes) return;
    step.from = whole;
    step.until = bytes;
    step.buffered = true;
    steps.push_back(step);
}

/// A shared file is renamed when all have closed it.
void CheckpointPlan::addEnd(const CheckpointStep& step, CheckpointSteps& steps) const {
    if (spec_.sync != CheckpointSync::None) steps.push_back(withKind(step, OperationKind::Fsync));
    steps.push_back(withKind(step, OperationKind::Close));
    const bool isShared = step.target == Target::Part && files_.isShared(step.number);
    if (spec_.rename && !isShared) steps.push_back(withKind(step, OperationKind::Rename));
}

/// Each of those that hold files of the rank once.
void CheckpointPlan::addDirectories(uint32_t rank, CheckpointSteps& steps) const {
    if (spec_.sync == CheckpointSync::None) return;
    std::set<std::string_view> done;
    for (const uint32_t number : files_.partsOf(rank))
        if (done.insert(directoryOf(files_.part(number).name)).second)
            steps.push_back({.kind = OperationKind::FsyncDirectory, .target = Target::Directory, .number = number});
}

CheckpointSteps CheckpointPlan::closing() const {
    CheckpointSteps steps;
    CheckpointSteps directories;
    std::set<std::string_view> done{{}};
    const auto addDirectory = [&](std::string_view name, Target target, uint32_t number) {
        if (done.insert(directoryOf(name)).second)
            directories.push_back({.kind = OperationKind::FsyncDirectory, .target = target, .number = number});
    };
    if (spec_.rename) {
        for (const SharedFile& file : shared_) {
            steps.push_back({.kind = OperationKind::Rename, .number = file.part});
            addDirectory(files_.part(file.part).name, Target::Directory, file.part);
        }
    }
    for (uint32_t number = 0; number < spec_.closing.size(); ++number) {
        CheckpointStep step{.target = Target::Closing, .number = number};
        steps.push_back(step);
        step.until = spec_.closing[number].content.size();
        step.buffered = true;
        if (step.until > 0) steps.push_back(withKind(step, OperationKind::Write));
        addEnd(step, steps);
        addDirectory(spec_.closing[number].name, Target::ClosingDirectory, number);
    }
    if (steps.empty() || spec_.sync == CheckpointSync::None) return steps;
    steps.insert(steps.end(), directories.begin(), directories.end());
    steps.push_back({.kind = OperationKind::FsyncDirectory, .target = Target::Root});
    return steps;
}

std::vector<uint32_t> CheckpointPlan::loadedBy(uint32_t rank) const {
    std::vector<uint32_t> numbers;
    if (spec_.loadAll) {
        for (uint32_t number = 0; number < spec_.parts.size(); ++number) numbers.push_back(number);
        return numbers;
    }
    const auto parts = files_.partsOf((rank + spec_.loadShift) % spec_.ranks);
    numbers.assign(parts.begin(), parts.end());
    return numbers;
}

CheckpointSteps CheckpointPlan::load(uint32_t rank) const {
    CheckpointSteps steps;
    for (const uint32_t number : loadedBy(rank)) {
        CheckpointStep step{.kind = OperationKind::Open, .number = number};
        steps.push_back(step);
        step.until = files_.part(number).bytes;
        if (step.until > 0) steps.push_back(withKind(step, OperationKind::Read));
        steps.push_back(withKind(step, OperationKind::Close));
    }
    return steps;
}

uint32_t mostOpenFiles(const CheckpointFiles& files) {
    const CheckpointSpec& spec = files.spec();
    if (spec.saves == 0 || spec.sync != CheckpointSync::Rank) return 1;
    size_t most = 1;
    for (uint32_t rank = 0; rank < spec.ranks; ++rank) most = std::max(most, files.partsOf(rank).size());
    return static_cast<uint32_t>(most);
}

}  // namespace ioproof
