// From steps to chains.
#include "sources/checkpoint_source.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <utility>

#include "core/crc32c.h"

namespace ioproof {
namespace {

using Target = CheckpointStep::Target;

constexpr uint64_t pageBytes = 4096;
/// Of a copy to memory, between two looks at whether the job is to stop.
constexpr uint64_t copiedAtOnce = uint64_t{8} << 20;
constexpr size_t mostDamagedNamed = 16;

uint64_t wholePages(uint64_t bytes) { return (bytes + pageBytes - 1) / pageBytes * pageBytes; }

/// What follows moves through the page cache; what is under way stays as it was when it began.
void leaveDirect(int descriptor) {
    const int flags = fcntl(descriptor, F_GETFL);
    if (flags >= 0) fcntl(descriptor, F_SETFL, flags & ~O_DIRECT);
}

}  // namespace

CheckpointSource::CheckpointSource(const JobSpec& spec, const CheckpointContext& context, uint32_t rank)
    : spec_(spec),
      checkpoint_(*spec.checkpoint),
      context_(context),
      rank_(rank),
      descriptors_(mostOpenFiles(context.files), -1) {}

CheckpointSource::~CheckpointSource() { abandon(); }

void CheckpointSource::useBuffers(std::byte* first, size_t stride, size_t slots) {
    buffers_ = first;
    stride_ = stride;
    transfers_.resize(slots);
    if (!checkpoint_.background || checkpoint_.saves == 0) return;
    placesInCopy_.resize(checkpoint_.parts.size());
    uint64_t bytes = 0;
    for (const uint32_t part : context_.files.partsOf(rank_)) {
        placesInCopy_[part] = bytes;
        bytes += wholePages(context_.files.part(part).bytes);
    }
    copy_.emplace(std::max(bytes, pageBytes), spec_.hugePages, spec_.numaNode);
    // Its pages become real here and not in the stall of the first save.
    std::memset(copy_->data(), 0x5a, copy_->size());
}

void CheckpointSource::prepareRound(bool isLoad, uint32_t number, const Chain& next) {
    isLoad_ = isLoad;
    number_ = number;
    copiedParts_ = 0;
    copiedBytes_ = 0;
    steps_ = isLoad ? context_.plan.load(rank_) : context_.plan.save(rank_);
    step_ = 0;
    enterStep();
    made_.reset();
    if (!isLoad && !copiesFirst()) makeFirstWrite(next);
}

/// To make bytes is no part of what the storage does. What comes before the write is a call at a time, each on the
/// chain that was given back last.
void CheckpointSource::makeFirstWrite(const Chain& next) {
    size_t step = 0;
    while (step < steps_.size() && steps_[step].kind != OperationKind::Write) ++step;
    if (step == steps_.size()) return;
    fillBytes(steps_[step], transferFrom(steps_[step].from, steps_[step], next));
    made_ = {.step = step, .slot = next.slot};
}

/// Nothing else has used the memory of a slot before the first write.
bool CheckpointSource::isMade(const Transfer& transfer, const Chain& chain) {
    if (!made_ || made_->step != step_) return false;
    const FirstWrite made = *std::exchange(made_, std::nullopt);
    if (made.slot != chain.slot)
        std::memcpy(transfer.data, buffers_ + made.slot * stride_, transfer.until - transfer.at);
    return true;
}

void CheckpointSource::beginRound(uint64_t releasedAt, uint64_t startedAt) {
    releasedAt_ = releasedAt;
    lastAt_ = std::max(releasedAt, startedAt);
    times_ = {.startNs = lastAt_ - releasedAt};
}

bool CheckpointSource::copyMore() {
    const auto parts = context_.files.partsOf(rank_);
    if (copiedParts_ == parts.size()) return false;
    const uint32_t part = parts[copiedParts_];
    const uint64_t left = context_.files.part(part).bytes - copiedBytes_;
    const uint64_t bytes = std::min(left, copiedAtOnce);
    if (bytes > 0)
        context_.content.fill(number_, part, copiedBytes_, copyOf(part) + copiedBytes_, bytes, context_.saved);
    copiedBytes_ += bytes;
    if (bytes == left) {
        ++copiedParts_;
        copiedBytes_ = 0;
    }
    return copiedParts_ < parts.size();
}

void CheckpointSource::endStall(uint64_t at) {
    lastAt_ = std::max(lastAt_, at);
    times_.stallNs = lastAt_ - releasedAt_;
}

void CheckpointSource::beginClosing() {
    steps_ = context_.plan.closing();
    step_ = 0;
    enterStep();
}

void CheckpointSource::endRound() {
    times_.endNs = lastAt_ - releasedAt_;
    if (isLoad_ || !checkpoint_.background) times_.stallNs = times_.endNs;
}

void CheckpointSource::enterStep() {
    given_ = false;
    if (isOver()) return;
    const CheckpointStep& step = steps_[step_];
    at_ = step.from;
    const bool renames = step.kind == OperationKind::Rename;
    path_ = pathOf(step, !isLoad_ && checkpoint_.rename);
    otherPath_ = renames ? pathOf(step, false) : std::string();
    const bool unaligned = step.buffered && step.kind == OperationKind::Write && context_.directUnit > 1;
    if (unaligned && descriptors_[step.file] >= 0) leaveDirect(descriptors_[step.file]);
}

std::string CheckpointSource::pathOf(const CheckpointStep& step, bool temporary) const {
    const CheckpointFiles& files = context_.files;
    switch (step.target) {
        case Target::Root: return files.directoryOf(number_);
        case Target::Closing: {
            std::string path = files.closingPathOf(number_, step.number);
            return temporary ? path + CheckpointFiles::temporarySuffix : path;
        }
        case Target::Directory: {
            const std::string path = files.pathOf(number_, step.number);
            return path.substr(0, path.rfind('/'));
        }
        case Target::ClosingDirectory: {
            const std::string path = files.closingPathOf(number_, step.number);
            return path.substr(0, path.rfind('/'));
        }
        case Target::Part: break;
    }
    return temporary ? files.temporaryPathOf(number_, step.number) : files.pathOf(number_, step.number);
}

std::optional<uint64_t> CheckpointSource::fileMadeAt() const {
    const uint32_t file = context_.files.fileOf(steps_[step_].number);
    const uint64_t made = context_.madeAt[file].load(std::memory_order_acquire);
    if (made == 0) return std::nullopt;
    return made - 1;
}

bool CheckpointSource::hasReady() const {
    if (isOver() || awaitsFile()) return false;
    const CheckpointStep& step = steps_[step_];
    return isTransfer(step.kind) ? at_ < step.until : !given_;
}

uint32_t CheckpointSource::fill(std::span<Chain* const> chains) {
    uint32_t filled = 0;
    while (filled < chains.size() && hasReady()) describe(*chains[filled++]);
    return filled;
}

void CheckpointSource::describe(Chain& chain) {
    const CheckpointStep& step = steps_[step_];
    chain.count = 1;
    chain.item = step.number;
    chain.descriptor = -1;
    std::memcpy(chain.pathOf(PathName::File), path_.c_str(), path_.size() + 1);
    std::memcpy(chain.pathOf(PathName::RenamedFile), otherPath_.c_str(), otherPath_.size() + 1);
    std::byte* const memory = buffers_ + chain.slot * stride_;
    chain.operations[0] = {.kind = step.kind, .otherName = PathName::RenamedFile, .data = memory};
    given_ = true;
    ++busy_;
    if (isTransfer(step.kind)) return describeTransfer(chain, step);
    if (step.kind == OperationKind::Close) chain.descriptor = std::exchange(descriptors_[step.file], -1);
    if (step.kind == OperationKind::Fsync) chain.operations[0].file = static_cast<int32_t>(step.file);
}

CheckpointSource::Transfer CheckpointSource::transferFrom(uint64_t at, const CheckpointStep& step,
                                                          const Chain& chain) const {
    return {.at = at, .until = std::min(at + spec_.blockSize, step.until), .data = buffers_ + chain.slot * stride_};
}

void CheckpointSource::describeTransfer(Chain& chain, const CheckpointStep& step) {
    Transfer& transfer = transfers_[chain.slot];
    transfer = transferFrom(at_, step, chain);
    at_ = transfer.until;
    const bool isCopied = copy_ && !isLoad_ && step.target == Target::Part;
    if (isCopied) transfer.data = copyOf(step.number) + transfer.at;
    else if (!isLoad_ && !isMade(transfer, chain)) fillBytes(step, transfer);
    setPlace(chain.operations[0], step, transfer);
}

void CheckpointSource::setPlace(Operation& operation, const CheckpointStep& step, const Transfer& transfer) const {
    // Memory has room for whole sectors from the start of one on.
    const bool wholeSectors = step.kind == OperationKind::Read && transfer.at % context_.directUnit == 0;
    const uint64_t unit = wholeSectors ? context_.directUnit : 1;
    const uint64_t bytes = transfer.until - transfer.at;
    const uint64_t whole = (bytes + unit - 1) / unit * unit;
    operation.file = static_cast<int32_t>(step.file);
    operation.offset = transfer.at + (step.target == Target::Part ? context_.files.part(step.number).offset : 0);
    operation.length = static_cast<uint32_t>(whole);
    operation.beyondEnd = static_cast<uint16_t>(whole - bytes);
    operation.data = transfer.data;
}

void CheckpointSource::fillBytes(const CheckpointStep& step, const Transfer& transfer) {
    const uint64_t bytes = transfer.until - transfer.at;
    if (step.target == Target::Closing)
        std::memcpy(transfer.data, checkpoint_.closing[step.number].content.data() + transfer.at, bytes);
    else context_.content.fill(number_, step.number, transfer.at, transfer.data, bytes, context_.saved);
}

bool CheckpointSource::endedOrGoesOn(Chain& chain) {
    const CheckpointStep& step = steps_[step_];
    const Operation& operation = chain.operations[0];
    lastAt_ = std::max(lastAt_, operation.finishedAt);
    const bool failed = operation.result < 0 || (operation.length > 0 && operation.result == 0);
    if (!failed && isTransfer(step.kind) && transferred(chain, step)) return true;
    --busy_;
    if (failed) return false;
    if (step.kind == OperationKind::Create || step.kind == OperationKind::Open)
        descriptors_[step.file] = std::exchange(chain.descriptor, -1);
    callEnded(step);
    return false;
}

/// True where something is left to move. A write that ended within a sector is made again from the start of that one. A
/// read ends so where the file does, and the next one must be able to tell that.
bool CheckpointSource::transferred(Chain& chain, const CheckpointStep& step) {
    Operation& operation = chain.operations[0];
    Transfer& transfer = transfers_[chain.slot];
    uint64_t moved = std::min(static_cast<uint64_t>(operation.result), transfer.until - transfer.at);
    const bool ends = transfer.at + moved == transfer.until;
    const uint64_t withinSector = ends || step.buffered ? 0 : moved % context_.directUnit;
    if (isLoad_ && withinSector > 0) leaveDirect(descriptors_[step.file]);
    else if (moved > withinSector) moved -= withinSector;
    if (isLoad_) noteSums(step, transfer, moved);
    transfer.at += moved;
    transfer.data += moved;
    if (step.target == Target::Part) {
        const uint64_t at = operation.finishedAt - std::min(operation.finishedAt, releasedAt_);
        if (times_.firstByteNs == 0) times_.firstByteNs = at;
        times_.transferredNs = std::max(times_.transferredNs, at);
        times_.bytes += moved;
        context_.bytesDone.fetch_add(moved, std::memory_order_relaxed);
    }
    if (transfer.at == transfer.until) return false;
    setPlace(operation, step, transfer);
    return true;
}

CheckpointChecksums* CheckpointSource::foundSums() const {
    if (context_.found.empty()) return nullptr;
    return context_.found[context_.found.size() > 1 ? rank_ : 0].get();
}

/// Of the bytes that a read has brought, piece by piece.
void CheckpointSource::noteSums(const CheckpointStep& step, const Transfer& transfer, uint64_t moved) {
    CheckpointChecksums* const sums = foundSums();
    if (sums == nullptr) return;
    const std::byte* data = transfer.data;
    for (uint64_t at = transfer.at; at < transfer.at + moved;) {
        const uint64_t end = std::min(transfer.at + moved, (at / checksumPieceBytes + 1) * checksumPieceBytes);
        sums->add(step.number, at, end - at, crc32c(data, end - at));
        data += end - at;
        at = end;
    }
}

void CheckpointSource::callEnded(const CheckpointStep& step) {
    const bool moreToGive = isTransfer(step.kind) && at_ < step.until;
    if (busy_ > 0 || moreToGive) return;
    if (step.announcesFile)
        context_.madeAt[context_.files.fileOf(step.number)].store(lastAt_ - releasedAt_ + 1, std::memory_order_release);
    ++step_;
    enterStep();
}

void CheckpointSource::abandon() {
    for (int& descriptor : descriptors_)
        if (descriptor >= 0) close(std::exchange(descriptor, -1));
}

void CheckpointSource::compare(CheckpointResult& result) const {
    const CheckpointChecksums* const sums = foundSums();
    if (sums == nullptr) return;
    for (const uint32_t part : context_.plan.loadedBy(rank_)) {
        const uint64_t bytes = context_.files.part(part).bytes;
        for (uint64_t piece = 0; piece < sums->piecesOf(part); ++piece) {
            ++result.verifiedPieces;
            const uint32_t expected = context_.saved.of(part, piece);
            const uint32_t found = sums->of(part, piece);
            if (found == expected) continue;
            ++result.damagedPieces;
            if (result.damaged.size() == mostDamagedNamed) continue;
            const uint64_t offset = piece * checksumPieceBytes;
            result.damaged.push_back({.path = context_.files.pathOf(number_, part),
                                      .offset = context_.files.part(part).offset + offset,
                                      .length = std::min(checksumPieceBytes, bytes - offset),
                                      .expected = expected,
                                      .found = found});
        }
    }
}

}  // namespace ioproof
