// The legacy generator of numpy.random, bit for bit: published data sets and orders are made with it.
#pragma once

#include <array>
#include <cstdint>
#include <span>

namespace ioproof {

/// MT19937 (Matsumoto, Nishimura 1998), seeded as np.random.seed does it, with numpy's legacy distributions.
class NumpyRandom {
public:
    explicit NumpyRandom(uint32_t seed);

    uint32_t next32();
    /// In [0, 1), 53 bits.
    double uniform();
    /// np.random.normal(mean, deviation): the polar method, which keeps every second draw for the next call.
    double normal(double mean, double deviation);
    /// 0 … `most`, both of them possible: masked rejection, as np.random.shuffle draws.
    uint64_t upTo(uint64_t most);
    /// np.random.shuffle of a one-dimensional array or list.
    void shuffle(std::span<uint32_t> values);

private:
    void refill();

    std::array<uint32_t, 624> state_{};
    uint32_t position_ = 624;
    bool hasGauss_ = false;
    double gauss_ = 0;
};

}  // namespace ioproof
