"""Referrals: logged, moved along, won or lost, with what each sale earned and why."""
