// Who may load is asked as rarely as can be: when a step has a beginning, and when that comes.
#include "sources/training_source.h"

#include <unistd.h>

#include <algorithm>
#include <utility>

namespace ioproof {
namespace {

bool hasFailed(const Chain& chain) {
    const Operation& last = chain.operations[chain.executed - 1];
    return last.result < 0 || (last.length > 0 && last.result == 0);
}

}  // namespace

TrainingSource::TrainingSource(const JobSpec& spec, const FileNamespace& names, WorkerShare share, uint32_t readUnit,
                               const TrainingContext& context)
    : training_(*spec.training),
      calls_(spec, names, context.files, readUnit),
      timeline_(context.timeline),
      pauses_(spec.coldPasses != ColdPasses::None),
      remembersFiles_(spec.training->loader == LoaderKind::Torch && calls_.hasHeads()),
      dataFiles_(context.files.dataFiles()),
      loadOfSlot_(spec.queueDepth) {
    makeReaders(share);
    for (Lane& lane : lanes_) lane.waiter = &context.waiters.add(lane.rank, bell_);
    beginEpoch(timeline_.current());
}

TrainingSource::~TrainingSource() {
    for (const Load& load : loads_)
        if (load.descriptor >= 0) ::close(load.descriptor);
}

void TrainingSource::makeReaders(WorkerShare share) {
    const uint64_t all = uint64_t{training_.accelerators} * training_.readThreads;
    const auto firstOf = [&](uint64_t worker) { return (worker * all + share.count - 1) / share.count; };
    for (uint64_t reader = firstOf(share.index); reader < firstOf(share.index + 1); ++reader) {
        const auto rank = static_cast<uint32_t>(reader / training_.readThreads);
        const auto number = static_cast<uint32_t>(readers_.size());
        if (lanes_.empty() || lanes_.back().rank != rank)
            lanes_.push_back({.rank = rank, .firstReader = number, .readers = 0, .waiter = nullptr});
        ++lanes_.back().readers;
        readers_.push_back({.lane = static_cast<uint32_t>(lanes_.size() - 1),
                            .number = static_cast<uint32_t>(reader % training_.readThreads),
                            .freeLoads = {},
                            .knownFiles = {}});
        if (remembersFiles_) readers_.back().knownFiles.resize(dataFiles_);
        for (uint32_t load = 0; load < training_.inFlight; ++load) {
            readers_.back().freeLoads.push_back(static_cast<uint32_t>(loads_.size()));
            loads_.push_back({.reader = number, .item = {}, .parts = {}});
        }
    }
}

void TrainingSource::beginEpoch(StepTimeline::Running epoch) {
    running_ = std::move(epoch);
    revisionSeen_ = UINT64_MAX;
    wakeAt_ = unknownTime;
    for (Lane& lane : lanes_) {
        lane.dueAt = unknownTime;
        lane.unknownStep = StepWaiters::noStep;
    }
    for (Reader& reader : readers_) {
        reader.next = 0;
        reader.items = planOf(lanes_[reader.lane]).itemsOfReader(reader.number);
        reader.knownFile = UINT64_MAX;
        advance(reader);
    }
}

void TrainingSource::look(uint64_t now) {
    now_ = std::max(now_, now);
    const EpochTimeline& timeline = *running_.timeline;
    const uint64_t revision = timeline.revision();
    if (timeline.endAt() != unknownTime) {
        revisionSeen_ = revision;
        lookAtEnd();
    } else if (revision != revisionSeen_ || wakeAt_ <= now_) {
        revisionSeen_ = revision;
        for (Lane& lane : lanes_) lookAt(lane);
        rememberWhatIsDue();
    }
    listens_ = running_.timeline->endAt() == unknownTime;
}

void TrainingSource::rememberWhatIsDue() {
    wakeAt_ = unknownTime;
    for (const Lane& lane : lanes_) wakeAt_ = std::min(wakeAt_, lane.dueAt);
}

/// All that the steps need is loaded; what may be left is the closing of files.
void TrainingSource::lookAtEnd() {
    const uint64_t end = wakeAt_ = running_.timeline->endAt();
    if (busy_ > 0) return;
    if (timeline_.isLast(running_.index)) isOver_ = true;
    else if (!pauses_) beginEpoch(timeline_.after(running_.index, end));
    else waitsForPause_ = now_ >= end;
}

void TrainingSource::resumeAt(uint64_t at, uint64_t pausedNs) {
    waitsForPause_ = false;
    now_ = std::max(now_, at);
    beginEpoch(timeline_.after(running_.index, at, pausedNs));
}

void TrainingSource::lookAt(Lane& lane) {
    if (lane.waiting == 0) return;
    if (lane.dueAt > now_ && lane.unknownStep >= running_.timeline->stepsKnown(lane.rank)) return;
    lane.dueAt = unknownTime;
    lane.unknownStep = StepWaiters::noStep;
    for (uint32_t number = lane.firstReader; number < lane.firstReader + lane.readers; ++number) {
        Reader& reader = readers_[number];
        if (!reader.waits) continue;
        reader.waits = false;
        --lane.waiting;
        const uint64_t start = startOf(reader, reader.step);
        if (start <= now_) lateness_.record(now_ - start);
        advance(reader);
    }
}

uint64_t TrainingSource::startOf(const Reader& reader, uint64_t step) const {
    const EpochTimeline& timeline = *running_.timeline;
    return step == atOnce ? timeline.startAt() : timeline.startOf(lanes_[reader.lane].rank, step);
}

bool TrainingSource::mayLoad(Reader& reader) {
    const uint64_t step = planOf(lanes_[reader.lane]).releasedBy(reader.number, reader.next);
    const uint64_t start = startOf(reader, step);
    if (start <= now_) return true;
    park(reader, step, start);
    return false;
}

void TrainingSource::park(Reader& reader, uint64_t step, uint64_t startAt) {
    Lane& lane = lanes_[reader.lane];
    reader.waits = true;
    reader.step = step;
    ++lane.waiting;
    if (startAt == unknownTime) {
        lane.unknownStep = std::min(lane.unknownStep, step);
        // It may have become known since the last look.
        revisionSeen_ = UINT64_MAX;
        return;
    }
    lane.dueAt = std::min(lane.dueAt, startAt);
    wakeAt_ = std::min(wakeAt_, startAt);
}

void TrainingSource::advance(Reader& reader) {
    if (reader.waits) return;
    if (calls_.readsThrough()) {
        if (!reader.freeLoads.empty()) advanceThrough(reader, reader.freeLoads.back());
        return;
    }
    while (reader.next < reader.items && !reader.freeLoads.empty() && !reader.readsHead && mayLoad(reader))
        beginItem(reader);
}

void TrainingSource::beginItem(Reader& reader) {
    const uint32_t number = reader.freeLoads.back();
    reader.freeLoads.pop_back();
    Load& load = loads_[number];
    load.index = reader.next++;
    load.item = planOf(lanes_[reader.lane]).item(reader.number, load.index);
    load.isBegun = false;
    load.isHead = reader.readsHead = calls_.hasHeads() && !knowsHead(reader, load.item.file);
    if (load.isHead) calls_.headOf(load.item, load.parts);
    else calls_.partsOf(load.item, load.parts);
    load.part = 0;
    load.at = load.parts.front().range.offset;
    makeReady(number);
}

/// Asked once: it does from then on.
bool TrainingSource::knowsHead(Reader& reader, uint64_t file) {
    if (!remembersFiles_) return std::exchange(reader.knownFile, file) == file;
    const bool knows = reader.knownFiles[file];
    reader.knownFiles[file] = true;
    return knows;
}

void TrainingSource::makeReady(uint32_t load) {
    ready_.push_back(load);
    ++busy_;
}

/// The one load of a reader that goes through files: a read is made for the first item that is not there, whatever of
/// it an earlier one has brought. It goes on to the end of a file before it begins the next; of the last one it needs
/// no more than its items.
void TrainingSource::advanceThrough(Reader& reader, uint32_t number) {
    Load& load = loads_[number];
    const bool isOver = reader.next == reader.items;
    if (isOver && !load.isOpen) return;
    if (!isOver) {
        if (!mayLoad(reader)) return;
        if (!load.isInFile) load.file = planOf(lanes_[reader.lane]).item(reader.number, reader.next).file;
        if (!load.isInFile) load.at = 0;
        load.isInFile = true;
    }
    reader.freeLoads.pop_back();
    makeReady(number);
}

uint32_t TrainingSource::fill(std::span<Chain* const> chains) {
    uint32_t filled = 0;
    for (Chain* chain : chains) {
        if (ready_.empty()) break;
        const uint32_t number = ready_.front();
        ready_.pop_front();
        loadOfSlot_[chain->slot] = number;
        describe(loads_[number], *chain);
        ++filled;
    }
    return filled;
}

void TrainingSource::describe(Load& load, Chain& chain) {
    chain.descriptor = std::exchange(load.descriptor, -1);
    if (!calls_.readsThrough()) {
        const FilePart& part = load.parts[load.part];
        const uint64_t until = part.range.offset + part.range.length;
        return calls_.describe(chain, part.file, load.at, until, load.isOpen, !part.staysOpen);
    }
    const Reader& reader = readers_[load.reader];
    if (reader.next == reader.items) return calls_.describeClose(chain, load.file);
    calls_.describe(chain, load.file, load.at, calls_.sizeOf(load.file), load.isOpen, true);
}

void TrainingSource::takeOver(Load& load, const Chain& chain) {
    load.descriptor = chain.descriptor;
    for (uint32_t index = 0; index < chain.executed; ++index) {
        if (chain.operations[index].kind == OperationKind::Open) load.isOpen = true;
        if (chain.operations[index].kind == OperationKind::Close) load.isOpen = false;
    }
}

void TrainingSource::ended(const Chain& chain) {
    const uint32_t number = loadOfSlot_[chain.slot];
    Load& load = loads_[number];
    --busy_;
    takeOver(load, chain);
    if (hasFailed(chain)) return;
    const uint64_t doneAt = std::max(chain.operations[chain.executed - 1].finishedAt, lookedAtUntil_) - begin_;
    now_ = std::max(now_, doneAt);
    if (!load.isBegun) load.startedAt = chain.operations[0].startedAt - begin_;
    if (!calls_.readsThrough()) {
        const ByteRange& range = load.parts[load.part].range;
        load.at = LoadCalls::reached(chain, load.at, range.offset + range.length);
        load.isBegun = true;
        return goOn(number, load, doneAt);
    }
    load.at = LoadCalls::reached(chain, load.at, calls_.sizeOf(load.file));
    deliver(load, chain);
    Reader& reader = readers_[load.reader];
    reader.freeLoads.push_back(number);
    advance(reader);
}

void TrainingSource::goOn(uint32_t number, Load& load, uint64_t doneAt) {
    const FilePart& part = load.parts[load.part];
    if (load.at < part.range.offset + part.range.length) return makeReady(number);
    if (++load.part == load.parts.size()) {
        if (!load.isHead) return endItem(number, load, doneAt);
        load.isHead = false;
        calls_.partsOf(load.item, load.parts);
        load.part = 0;
    }
    load.at = load.parts[load.part].range.offset;
    makeReady(number);
    Reader& reader = readers_[load.reader];
    if (reader.readsHead && !load.isHead) {
        reader.readsHead = false;
        advance(reader);
    }
}

void TrainingSource::endItem(uint32_t number, Load& load, uint64_t at) {
    Reader& reader = readers_[load.reader];
    const Lane& lane = lanes_[reader.lane];
    items_.record(at - load.startedAt);
    samples_ += load.item.samples;
    running_.timeline->loaded(lane.rank, planOf(lane).neededBy(reader.number, load.index), 1,
                              calls_.payloadOf(load.item), at);
    reader.freeLoads.push_back(number);
    advance(reader);
}

/// Items of which the last byte is there; those of one step are told of together.
void TrainingSource::deliver(Load& load, const Chain& chain) {
    Reader& reader = readers_[load.reader];
    const Lane& lane = lanes_[reader.lane];
    const EpochPlan& plan = planOf(lane);
    const uint64_t chainStart = chain.operations[0].startedAt - begin_;
    uint64_t at = lookedAtUntil_;
    for (uint32_t index = 0; index < chain.executed; ++index)
        if (chain.operations[index].kind == OperationKind::Read) at = std::max(at, chain.operations[index].finishedAt);
    at = at > begin_ ? at - begin_ : 0;
    uint64_t step = UINT64_MAX;
    uint32_t items = 0;
    uint64_t bytes = 0;
    uint64_t end = 0;
    while (reader.next < reader.items) {
        load.item = plan.item(reader.number, reader.next);
        if (load.item.file != load.file || calls_.endOf(load.item) > load.at) break;
        end = calls_.endOf(load.item);
        const uint64_t needed = plan.neededBy(reader.number, reader.next);
        if (needed != step && items > 0)
            running_.timeline->loaded(lane.rank, step, std::exchange(items, 0), std::exchange(bytes, 0), at);
        step = needed;
        ++items;
        bytes += calls_.payloadOf(load.item);
        items_.record(at - std::exchange(load.startedAt, chainStart));
        ++samples_;
        ++reader.next;
    }
    load.isInFile = load.at < calls_.sizeOf(load.file) && (reader.next < reader.items || load.isOpen);
    load.isBegun = load.isInFile && load.at > end;
    if (items > 0) running_.timeline->loaded(lane.rank, step, items, bytes, at);
}

bool TrainingSource::prepareSleep() {
    for (Lane& lane : lanes_) lane.waiter->step.store(lane.unknownStep);
    if (running_.timeline->revision() == revisionSeen_) return true;
    endSleep();
    return false;
}

void TrainingSource::endSleep() {
    for (Lane& lane : lanes_) lane.waiter->step.store(StepWaiters::noStep);
}

}  // namespace ioproof
