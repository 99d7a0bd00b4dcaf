// Engine cufile in mode sync: cuFileRead and cuFileWrite, one chain at a time.
#pragma once

#include "engines/cufile_engine.h"

namespace ioproof {

class CufileSyncEngine final : public CufileEngine {
public:
    explicit CufileSyncEngine(const EngineContext& context) : CufileEngine(context) {}

    void submit(std::span<Chain* const> chains) override;
    std::span<Chain* const> reap(uint32_t atLeast, uint64_t deadline) override;

private:
    void run(Chain& chain);
    int32_t transfer(const Chain& chain, const Operation& operation);
};

}  // namespace ioproof
