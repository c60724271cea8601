/* The English half of the lexicon: what words mean to this trade. Inflections are stemmed away; irregular ones,
 * common misspellings and chat forms are listed. Apostrophes are left out. */
#include "engine/lexicon.h"

/* clang-format off */
const struct lexicon_row lexicon_en[] = {
    /* asking and wanting */
    {LEX_ASK_CAN, "can could may might possible possibly able chance any_way is_there_a_way is_there_any_way feasible too_late_to "
        "not_too_late is_it_too_late can_you could_you can_i could_i may_i can_we could_we any_chance any_possibility "
        "would_it_be_possible would_you_be_able would_you_mind"},
    {LEX_ASK_WHEN, "when what_time what_date what_day how_long how_soon how_many_days eta roughly_when which_day how_much_longer "
        "how_many_weeks how_many_more_days any_idea_when"},
    {LEX_ASK_WHERE, "where wheres whereabouts where_is where_has wherever where_are where_did whereabout"},
    {LEX_ASK_HOW, "how how_do how_can how_would how_does"},
    {LEX_ASK_WHAT, "what whats which what_is what_are what_do"},
    {LEX_ASK_WHY, "why how_come whats_going_on what_is_going_on whats_happening what_happened what_gives whats_the_hold_up "
        "whats_taking what_is_taking how_is_it_possible"},
    {LEX_ASK_PRICE, "how_much price prices pricing cost costs quote quotation rate rates price_list price_for expensive priced"},
    {LEX_ASK_WHETHER, "do_you does_it is_it are_you do_your is_there are_there does_the is_the are_the is_my has_my will_it "
        "will_my did_you have_you are_these are_those is_this do_i does_this will_you has_it did_my was_my did_it wonder_if "
        "wondering_if wondering_whether"},
    {LEX_WANT, "want wanted would_like id_like need wish hope hoping like_to looking_to after id_love love_to wanna prefer "
        "would_rather id_rather rather wed_like we_would_like would_love wed_love"},
    {LEX_PLEASE, "please pls plz kindly plse would_you if_you_could grateful appreciate be_so_kind"},
    {LEX_KNOW, "know tell let_me_know inform advise heads_up news any_news word_on hear keep_me_posted fill_me_in confirm_whether "
        "find_out look_into check_on any_word shed_light enlighten clue idea update_me"},
    {LEX_CURIOUS, "curious wondering just_checking checking_in check_in just_wondering quick_question touching_base following_up "
        "follow_up just_curious out_of_curiosity out_of_interest question wonder nosy asking"},

    /* progress */
    {LEX_STATUS, "status progress update updates stage how_far how_is_it_coming hows_it_coming coming_along getting_on hows_it_going "
        "whereabouts state_of_play latest on_track along_nicely position current_state how_is_my hows_my in_the_queue queue "
        "how_are_things any_movement what_point any_updates any_update got_to gotten_to up_to under_way underway whats_happening_with "
        "whats_the_latest whats_the_story at_what_stage"},
    {LEX_PRODUCTION, "production making workshop bench started begun begin finished finish ready completed complete crafted "
        "craftsman artist engraver maker hands studio being_made in_the_works done make been_made kiln laser paint painted carve "
        "carved stitched sewn woven printed quality_check qc inspection being_engraved being_painted the_oven started_on work_on "
        "working_on starting"},
    {LEX_SHIP, "ship shipped ships shipping dispatch despatch dispatched send sent post posted mailed go_out goes_out going_out "
        "leave left on_its_way on_the_way out_the_door in_the_post in_the_mail handed_over gone_out leaves collected picked_up "
        "shipment"},
    {LEX_ARRIVE, "arrive arrives arrival get_here gets_here reach reaches land be_here come comes coming show_up turn_up turns_up "
        "delivery deliver delivered_by expect expected expecting estimated estimate with_me with_us get_to_me get_it make_it"},
    {LEX_RECEIVED, "received receive got arrived came turned_up unboxed opened unwrapped unpacked landed opened_the_box showed_up "
        "got_it in_my_hands has_come delivered got_here picked_it_up here_today came_today arrived_today just_arrived came_in"},
    {LEX_TRACKING, "tracking track tracked tracking_number tracking_link tracking_page tracker tracking_info scan scanned scans "
        "tracking_says tracking_shows consignment waybill awb tracking_code tracking_id"},
    {LEX_CARRIER, "usps ups fedex dhl royal_mail courier driver postman mailman carrier evri hermes dpd yodel parcelforce an_post "
        "australia_post canada_post postie delivery_guy delivery_man delivery_driver gls post_office postal mail_carrier parcelforce "
        "posti bpost correos deutsche_post swiss_post purolator amazon_logistics ontrac delivery_company postal_service auspost "
        "startrack toll aramex bluedart delhivery india_post letter_carrier delivery_person couriers"},
    {LEX_PARCEL, "parcel package packet envelope shipment consignment mailer jiffy delivery parcels packages goods carton box"},
    {LEX_STUCK, "stuck frozen no_update no_updates hasnt_moved not_moved no_movement same_status label_created pre_transit "
        "in_transit sat sitting last_scan no_scans hasnt_updated hasnt_changed not_updated not_budged hasnt_budged stopped_moving "
        "going_round circles looping sorting depot facility hub sorting_centre sorting_center distribution_center exception "
        "awaiting_item not_scanned hasnt_been_scanned limbo stalled held_at hasnt_left warehouse gone_quiet went_quiet went_cold "
        "gone_dark bouncing sorting_office no_new_scan information_received awaiting_collection returned_to_sender"},
    {LEX_MARKED_DELIVERED, "says_delivered marked_delivered marked_as_delivered shows_delivered showing_delivered says_it_was_delivered "
        "says_it_has_been_delivered shown_as_delivered showing_as_delivered signed_for signature signed says_it_was_left "
        "says_its_delivered supposedly_delivered allegedly_delivered delivered_to_the_wrong left_with left_at left_in handed_to "
        "delivered_but proof_of_delivery delivery_photo says_handed claims_delivered claims_it_was listed_as_delivered "
        "proof_of_signature delivered_on delivered_yesterday delivered_today delivered_at successfully_delivered delivery_confirmed "
        "status_delivered delivered_according it_was_delivered was_delivered been_delivered"},
    {LEX_NOT_HERE, "nothing_here never_got never_arrived never_came never_received not_received didnt_receive havent_received "
        "didnt_get havent_got not_got nothing_arrived not_arrived hasnt_arrived nothing_came nothing_has_come isnt_here not_here "
        "never_turned_up hasnt_turned_up never_showed hasnt_shown no_sign nowhere_to_be_found nowhere_to_be_seen cant_find "
        "cannot_find no_parcel no_package no_box nothing_there nothing_has_arrived nothing_on no_trace hasnt_come didnt_arrive "
        "didnt_come wasnt_there isnt_there never_saw havent_seen have_not_received did_not_receive has_not_arrived vanished "
        "disappeared where_did_it_go not_at nobody_has_it nothing_in_my nobody_received never_reached hasnt_reached empty_handed "
        "i_havent_had nothing_at_my never_made_it hasnt_made_it no_delivery"},
    {LEX_PLACE, "neighbour neighbor neighbours porch doorstep mailroom concierge reception lobby locker safe_place shed garage "
        "front_door letterbox mailbox doorman front_desk next_door hallway stairwell building street door gate bins behind_the "
        "wrong_house wrong_address wrong_door number post_room leasing_office parcel_shop pickup_point collection_point driveway "
        "landlord receptionist security_guard caretaker porter flat_below upstairs downstairs across_the_road doormat step veranda"},
    {LEX_STOLEN, "stolen stole theft thief thieves porch_pirate pirates nicked swiped pinched taken_from somebody_took someone_took "
        "walked_off robbed pilfered lifted burgled"},
    {LEX_LOST, "lost lose misplaced missing_parcel gone_missing went_missing gone_astray astray lose_my lost_my forgotten_me "
        "forgotten_about_me forget_about_me forgot_me forgotten_about forgot_about did_you_lose have_you_lost been_lost "
        "slipped_through fallen_through fell_through_the_cracks forgotten"},

    /* lateness */
    {LEX_LATE, "late overdue delay delayed delays behind past_due belated too_long taking_forever taking_so_long slow "
        "behind_schedule running_late later_than long_overdue dragging drags backlog held_up hold_up slower postponed put_back "
        "pushed_back slipping slipped another_delay tardy not_on_time missed_the_date passed_the_date way_past well_past been_ages "
        "so_long this_long took_so_long gone_by come_and_gone came_and_went lateness glacial snail drags_on"},
    {LEX_WAIT, "wait waiting waited patient patience still_waiting been_waiting sat_waiting kept_waiting keep_waiting waits awaiting "
        "patiently hanging_on holding_my_breath"},
    {LEX_PROMISE, "promise promised said_it_would you_said were_told was_told told_me quoted guaranteed guarantee supposed_to should_have "
        "was_due were_due due assured meant_to_be was_meant you_told your_site_said your_website_said website_said site_said "
        "your_email_said the_email_said you_wrote you_quoted stated window estimated_date delivery_date due_date expected_by "
        "promised_by advertised was_to_be ought_to_have were_supposed was_supposed swore your_own_estimate it_said"},
    {LEX_STILL, "still yet already so_far since even_now as_of_today to_date yet_again once_again again third_time second_time twice_now "
        "every_time keep keeps another"},
    {LEX_DURATION, "day days week weeks month months fortnight year years hours ages forever business_days working_days eternity "
        "a_month three_weeks two_weeks four_weeks five_weeks six_weeks lifetime quarter decade century"},
    {LEX_NO_WORD, "no_word silence ignored no_reply no_response radio_silence nobody_answers no_answer unanswered nobody_replies "
        "no_one_replies not_a_word not_a_peep crickets ghosted nobody_has_replied without_a_word heard_nothing not_heard havent_heard "
        "no_communication no_news no_email nothing_since fobbed excuses excuse copy_paste canned hasnt_replied heard_back ignoring "
        "nothing_from_you dead_silence never_replied no_explanation third_email second_email chased chasing"},
    {LEX_EVENT_PASSED, "was_yesterday has_passed has_been_and_gone been_and_gone was_last already_over is_over was_on_saturday "
        "missed_the missed_it came_and_went have_passed is_past over_now too_late_now was_this_morning was_on_sunday was_last_week "
        "without_it empty_handed without_a_gift no_gift no_present missed_her missed_his missed_our missed_my nothing_to_give "
        "gone_by too_late_for went_by"},

    /* changing */
    {LEX_CHANGE, "change modify alter edit amend switch swap correct fix adjust revise changed replace rework rewrite redo_the tweak "
        "substitute changing correction alteration amendment modification revision rephrase reword re_do different make_that "
        "turn_into update_the put_right set_right flip rotate crop move_the mirror"},
    {LEX_ADD, "add include additional increase another_one one_more two_more also_have extra additionally extend tack_on plus_one "
        "an_extra more_of quantity up_the bump throw_in as_well_as onto_the append adding added_to"},
    {LEX_REMOVE, "remove drop take_off delete leave_out leave_off without take_out strip_out lose_the omit get_rid strike cut_the "
        "take_away minus skip_the no_need_for"},
    {LEX_INSTEAD, "instead rather_than should_read should_be should_say should_have_said supposed_to_be supposed_to_say meant_to_be "
        "meant_to_say make_it in_place_of instead_of not_with ought_to_be ought_to_say ought_to_read its_actually actually needs_to_be "
        "needs_to_say needs_to_read must_be must_read has_to_be correct_is right_one correct_one the_correct the_right to_read "
        "was_meant_to_be reads_as"},
    {LEX_TEXT, "engraving engrave engraved inscription inscribe wording text name names initials initial letters letter spelling spell "
        "spelled spelt message lettering monogram quote verse words word embroidery embroider embroidered surname character characters "
        "punctuation apostrophe comma accent umlaut capital capitals lowercase uppercase line slogan caption dedication etching "
        "etched motto hyphen ampersand dash full_stop title nickname"},
    {LEX_DATE_FIELD, "date dates year numerals roman coordinates number"},
    {LEX_FONT, "font typeface script italic block serif cursive handwriting style lettering_style bold calligraphy"},
    {LEX_SIZE, "size sizes small medium large inch inches cm mm bigger smaller length longer shorter long short width wide narrow tall "
        "xl xxl xs dimensions measurements measurement waist chest sleeve inseam collar hip wrist a3 a4 a5 feet foot ring_size us_size "
        "bust thickness width height larger"},
    {LEX_COLOUR, "color colour colours colors gold silver rose_gold black white red blue green navy pink purple brown grey gray "
        "yellow orange cream ivory tan burgundy teal walnut oak maple cherry brass copper bronze shade hue thread tone dark light "
        "beige charcoal maroon turquoise crimson emerald sage lilac lavender mustard"},
    {LEX_PHOTO, "photo picture pic image snapshot selfie jpeg jpg photos pictures pics photograph photographs screenshot images "
        "video snap snaps photographed headshot scan_of"},
    {LEX_MATERIAL, "material leather canvas wood linen cotton silk wool acrylic steel sterling titanium ceramic porcelain slate marble "
        "solid plated 14k 18k carat karat real_gold nickel brass_or resin vegan cork glass bamboo denim felt velvet"},
    {LEX_ADDRESS, "address street postcode zip zipcode zip_code apartment flat moved moving move_house moving_house deliver_to send_it_to "
        "ship_it_to house_number unit phone_number telephone mobile_number recipient delivery_address shipping_address my_office "
        "her_office new_place old_place moved_house moved_out relocating redirect reroute forward_it wrong_street road avenue lane "
        "old_address new_address po_box suite deliver_it_to work_address home_address to_my_work to_my_mother to_my_parents"},
    {LEX_TYPO, "typo mistyped misspelled misspelt mis_typed mistype fat_fingers autocorrect auto_correct predictive fat_fingered "
        "wrong_way_round transposed typed typing swapped mixed_up muddled missed_a_letter left_out left_off forgot_to forgot_the "
        "forgot wrong_letter slip slipped_up got_it_wrong"},
    {LEX_OWN_FAULT, "my_mistake my_fault my_own_typo silly_me my_bad i_messed i_made_a_mistake i_made_a_typo i_spelled i_spelt "
        "i_misspelled i_mistyped i_accidentally my_error my_typo on_me ive_made_a i_wrongly i_stupidly my_autocorrect my_own_mistake "
        "my_phone_corrected entirely_my own_fault own_mistake my_own_fault own_error own_typo my_own_error our_mistake our_fault "
        "our_error my_slip i_got_it_wrong i_got_the i_put_the_wrong i_typed_the_wrong i_wrote_the_wrong i_entered_the_wrong "
        "i_gave_the_wrong i_gave_you_the_wrong i_ordered_the_wrong i_chose_the_wrong i_picked_the_wrong my_fat_fingers blame_me "
        "i_swapped i_left_out i_missed_out i_missed_a i_left_off i_uploaded_the_wrong i_sent_the_wrong i_sent_you_the_wrong my_stupidity "
        "my_blunder my_oversight my_carelessness i_transposed i_mixed_up"},
    {LEX_I_DID, "i_put i_typed i_wrote i_entered i_chose i_picked i_selected i_gave i_got i_missed i_left ive_spotted i_spotted "
        "i_noticed i_realised i_realized ive_noticed ive_made i_uploaded we_put we_wrote we_typed i_submitted i_filled just_noticed "
        "just_realised just_realized just_spotted i_clicked we_gave i_meant we_meant i_sent_you i_forgot i_said i_spotted_a "
        "i_hadnt i_didnt_realise i_didnt_notice on_the_form in_the_form i_realise_now looking_back i_sent"},
    {LEX_THEIR_FAULT, "you_spelled you_spelt your_mistake you_engraved you_sent_me youve_sent you_got_it you_put youve_put youve_engraved "
        "you_misspelled you_printed youve_printed you_wrote youve_spelled youve_spelt you_made youve_made youve_given you_gave "
        "your_engraver your_error your_side your_end you_painted youve_painted you_used you_mixed youve_mixed you_stitched "
        "your_artist you_have_sent you_have_engraved you_have_put your_typo you_embroidered you_turned you_forgot you_left you_missed"},
    {LEX_WRONG, "wrong incorrect mistake error not_what mixed_up not_right doesnt_match different_from not_the not_as incorrectly "
        "wrongly mix_up inaccurate not_correct isnt_right isnt_correct isnt_what not_like nothing_like doesnt_look_like looks_nothing "
        "not_as_ordered not_as_described differs mismatch botched backwards upside_down mirrored back_to_front reversed misprint "
        "misprinted unlike mistaken messed_up false"},
    {LEX_SAYS, "says reads it_says engraved_as came_as came_with printed shows it_reads came_back_as now_reads written spelled_as spelt_as "
        "instead_it have_engraved has_been_engraved came_out_as its_been_engraved on_it_is has_engraved turned_into became"},
    {LEX_WE_ORDERED, "i_ordered we_ordered we_asked i_asked_for i_requested i_specified as_ordered my_order_form the_order_says "
        "in_the_order order_confirmation confirmation_says confirmation_email clearly_wrote clearly_said i_paid_for i_chose_the "
        "i_approved approved_proof proof_said proof_showed proof_had asked_for requested specified the_form_says i_gave_you "
        "order_says form_says clearly_states we_specified"},
    {LEX_SOMEONE_ELSE, "someone_else somebody_else another_customer stranger strangers not_mine not_my isnt_my isnt_mine not_our isnt_our "
        "someone_elses somebody_elses another_familys another_person other_customer not_me belongs_to different_person whoever "
        "not_her not_his isnt_her isnt_his different_dog different_cat wrong_dog wrong_cat wrong_person not_ours dont_know_any "
        "no_idea_who who_is wrong_customer wrong_order meant_for"},

    /* cancelling, sending back, money */
    {LEX_CANCEL, "cancel cancelled canceled cancellation cancelling call_off scrap void abort withdraw stop_the_order dont_make "
        "stop_making pull_the_plug back_out call_it_off forget_it dont_bother dont_want_it_anymore no_longer_want do_not_make "
        "do_not_want dont_want_it stop_work halt bin_it scratch_that undo annul rescind terminate pull_out kill_the_order scrub "
        "never_mind nevermind dont_proceed do_not_proceed dont_send do_not_send stop_everything hold_everything calling_off drop_it "
        "want_out take_me_off not_going_ahead not_go_ahead dont_go_ahead cancle cancell canel off_the_order not_happening "
        "not_want_it scrapped withdrawing revoke"},
    {LEX_DUPLICATE, "twice duplicate duplicated double doubled ordered_two by_accident by_mistake accidentally accident two_orders "
        "two_of_the_same same_order pressed_twice clicked_twice went_through_twice placed_two second_order both_orders unintentionally "
        "mistakenly double_order charged_twice three_times identical meant_to_order"},
    {LEX_NOT_NEEDED, "no_longer_need dont_need not_needed wont_need called_off broke_up split_up no_longer_required not_required "
        "found_another found_one found_something bought_elsewhere got_one_elsewhere somewhere_else changed_plans plans_changed "
        "plans_have_changed no_longer no_wedding wedding_is_off engagement_is_off surplus superfluous cant_afford lost_my_job "
        "already_have already_bought already_got is_off pointless no_use no_reason no_point anymore any_more any_longer off_now "
        "fell_through redundant_now other_plans"},
    {LEX_REFUND, "refund refunded refunds money_back reimburse reimbursement my_money full_amount compensation compensate repay "
        "give_me_back credited pay_back pay_me_back refunding get_my_money cash_back partial_refund full_refund discount_for the_money "
        "back_to_my_card on_my_card recompense money_returned funds"},
    {LEX_RETURN, "return returned returns send_back sending_back send_it_back exchange take_back take_it_back bring_back give_back "
        "returning return_label returnable ship_back mail_back post_back hand_back swapped_for back_to_you swap_it exchanged send_this_back "
        "send_them_back return_policy return_it prepaid_label give_it_back returning_it take_them_back exchanging trade_it"},
    {LEX_DISLIKE, "dont_like not_my_style doesnt_suit changed_my_mind not_for_me regret not_keen underwhelmed not_my_taste isnt_me "
        "not_really_me not_me doesnt_go clashes not_to_my not_what_i_imagined hates didnt_like doesnt_like dont_love not_in_love "
        "second_thoughts buyers_remorse changed_our_minds not_her_style not_his_style not_her_thing not_his_thing hate too_flashy "
        "too_heavy too_bulky too_dark looks_silly looks_odd gone_off taste dont_want disliked change_of_heart isnt_for_me "
        "not_a_fan doesnt_work_with looks_wrong_on not_us ugly gaudy tacky too_shiny wouldnt_wear never_wear wont_wear no_love "
        "doesnt_match_my not_quite_me isnt_my_style not_my_thing isnt_really too_much_for bored"},
    {LEX_FIT, "fit fits doesnt_fit too_big too_small too_tight too_loose too_long too_short tight loose slips_off wont_go_over "
        "size_up size_down snug baggy pinches oversized doesnt_close too_large too_wide too_narrow swims"},
    {LEX_UNWORN, "unused unworn tags_on original_box never_worn never_used not_used not_worn unopened sealed in_its_box pristine "
        "as_new still_wrapped still_in_its original_packaging mint_condition tags tag brand_new not_opened in_the_box"},

    /* damage */
    {LEX_BROKEN, "broken broke break breaks snapped snap shattered smashed smash cracked crack cracks chipped chip split splits "
        "in_pieces in_two fractured fracture shards crushed dented dent dents bent bend torn tear rip ripped ruined damaged damage "
        "damages busted hole holes warped squashed mangled bits pieces split_in hairline shattering destroyed wrecked cracking "
        "punctured buckled crumpled in_half chips splintered disintegrated burst gouge gouged"},
    {LEX_DETACHED, "fell_off came_off fell_apart came_apart come_apart falling_apart coming_off fallen_off come_off fallen_out fell_out "
        "came_loose loose unglued coming_loose come_loose coming_undone came_undone come_undone detached unravelling unraveling "
        "fraying frayed unstitched falling_off drop_off dropped_off came_away come_away coming_away popped_off popped_out pops_open "
        "peeling peeled peel flaking flaked lifting rubbing_off rubbed_off wearing_off wore_off fell_to_pieces dropped_out fell_from "
        "unstuck gave_way worn_off chipping_off coming_apart threads_hanging"},
    {LEX_SCRATCHED, "scratch scratched scratches scuff scuffed scuffs scrape scraped mark marks marked blemish dings nick nicks tarnished "
        "tarnish discoloured discolored discolouration stain stained stains smudge smudged spot spots faded fading fade rust rusty "
        "mould mold mouldy moldy fingerprints glue dirty bubbles bubble streak streaks water_damage soaked wet damp soggy burn "
        "burnt scorched scorch spotty yellowed blotch blotchy turned_green discolor lopsided wobbly wobbles wobble smeared ink_run "
        "bleeding bled"},
    {LEX_NOT_WORKING, "doesnt_work not_working stopped_working wont_turn_on dead wont_light wont_close doesnt_close wont_open wont_stay "
        "stopped_ticking faulty defective defect defects faults fault malfunction flickers leaks leak leaking leaked wont_stand "
        "jammed jams doesnt_tick ticking wont_shut wont_lock doesnt_light wont_charge doesnt_play wont_play battery wont_hold "
        "stopped doesnt_stay keeps_stopping doesnt_turn packed_up gave_up_the_ghost flawed"},
    {LEX_MAKING_FLAW, "crooked off_centre off_center offcentre uneven tilted slanted slanting faint blurry blurred fuzzy pixelated grainy "
        "illegible unreadable shallow barely_visible barely_readable wonky askew not_straight isnt_straight sloppy skewed smudgy "
        "not_centred not_centered not_level too_light too_faint hardly_visible cant_read barely_see hard_to_read lopsided rough_edges "
        "rough misaligned out_of_line low_resolution patchy hardly_legible barely_legible cut_off streaky poorly_cut jagged "
        "poor_quality shoddy workmanship badly_made cheaply_made quality finish_is thread_ends loose_threads puckered"},
    {LEX_MISSING_PART, "missing absent lacking short only_one only_two not_included wasnt_included wasnt_in not_in_the isnt_in without_the "
        "without_its without_any incomplete left_out_of forgot_to_include one_short empty empty_box no_chain no_screws no_card "
        "nowhere_in only_got only_received only_three only_four only_five only_half one_of_the short_of came_without minus_the "
        "where_is_the didnt_include rest_of_the other_half the_other_one wasnt_there_in no_lid no_stand no_box doesnt_include"},
    {LEX_PART, "clasp hinge lid handle chain screw screws backing strap zip zipper button stitch stitching seam leg corner edge frame "
        "pendant stone pin nib magnet hook cord buckle hanger stand spout rim base surface back lining sleeve plate hands dial needle "
        "charm link earring loop jump_ring bail catch drawer stem knob nail bracket fixings bulb cable plug pocket wheel pages spine "
        "cover insert prong setting gem diamond pearl bead"},
    {LEX_PACKAGING, "packaging bubble_wrap packed padding tissue box_was outer_box crushed_box padded cardboard badly_packed no_padding "
        "wrapped wrapping packing polystyrene"},
    {LEX_SKIN, "rash allergic allergy itchy itching skin finger_green green_finger irritation hives swollen reaction"},
    {LEX_INJURY, "cut_my cut_her cut_his cut_myself injured injury bled bleeding_finger blood needed_stitches went_to_hospital a_and_e emergency_room "
        "burned_my burnt_my choke choking swallowed caught_fire on_fire electric_shock sparks smoking sharp_edge hurt_my hurt_himself "
        "hurt_herself scalded splinter glass_in sliced stabbed poisoned toxic lead_paint cut_on unsafe dangerous hazard "
        "overheated overheats melted explode exploded"},

    /* haste */
    {LEX_HURRY, "rush rushed rushing hurry expedite expedited faster quicker speed speed_up speedy asap urgent urgently sooner earlier "
        "priority prioritise prioritize express fast_track fast quickly quick as_soon_as_possible push_it bump_it move_it_up jump_the_queue "
        "front_of_the_queue top_of_the front_of_the_line get_a_move hasten accelerate next_day overnight same_day step_on_it bring_forward "
        "sooner_than pull_it_forward chop_chop turn_it_around turnaround get_it_sooner get_it_faster squeeze shave_off cut_the_wait "
        "get_it_out skip_the_queue jump_ahead skip_the_line jump_the_line ahead_of hurried speeding hustle pronto emergency move_up "
        "in_a_hurry fast_lane pull_strings bumped_up moved_up_the"},
    {LEX_BY_DATE, "by before in_time deadline no_later_than on_time in_time_for latest_by until at_the_latest need_it_by need_it_before "
        "need_it_for to_have_it need_by make_it_for make_it_by get_here_by get_here_before here_by here_before arrive_by arrive_before "
        "ready_by ready_for must_have_it needed_by needed_for there_by time_for"},
    {LEX_PAY_EXTRA, "pay_extra pay_more extra_fee surcharge upgrade happy_to_pay willing_to_pay pay_for_faster whatever_it_costs "
        "money_no_object pay_whatever pay_the_difference extra_cost extra_charge cover_the_cost more_money pay_for_it tip "
        "pay_a_premium premium name_your_price ill_pay pay_double pay_to pay_for_express rush_fee pay_the_rush"},
    {LEX_EVENT, "wedding birthday anniversary christmas xmas graduation funeral party christening baptism mothers_day fathers_day "
        "valentines easter engagement shower baby_shower retirement ceremony reunion diwali eid hanukkah trip flight holiday_trip "
        "exhibition launch conference gala prom concert recital opening memorial service event surprise gift present bar_mitzvah "
        "bat_mitzvah bachelorette hen_party proposal quinceanera naming_ceremony housewarming convention tournament competition match "
        "show market fair homecoming thanksgiving halloween new_year lunar_new_year ordination confirmation leaving_do send_off "
        "inauguration deployment deploys flies leaving rehearsal"},
    {LEX_MOVED_FORWARD, "brought_forward moved_up moved_forward brought_it_forward earlier_than_planned been_moved moved_to has_been_moved "
        "rescheduled got_moved been_brought now_on pulled_forward date_changed changed_the_date been_pulled"},
    {LEX_NO_HURRY, "no_rush no_hurry take_your_time whenever not_urgent no_panic in_no_hurry not_in_a_rush not_in_a_hurry not_rushing "
        "no_pressure not_asking_you_to_hurry dont_rush dont_hurry when_you_get_a_chance no_need_to_rush no_need_to_hurry isnt_urgent "
        "when_you_have_a_moment patient_person dont_need_it_sooner not_chasing not_complaining not_a_complaint"},

    /* store practices */
    {LEX_GENERAL, "usually normally generally typically policy in_general as_a_rule standard always general_question generic typical "
        "average in_principle practice hypothetically rules rule process procedure how_does_it_work options option what_if in_case "
        "in_the_event ever sometimes routinely ordinarily suppose for_future future_reference your_terms terms faq"},
    {LEX_DO_YOU_SHIP, "ship_to deliver_to international internationally abroad overseas worldwide do_you_ship do_you_deliver country "
        "shipping_cost free_shipping shipping_options delivery_options delivery_charge postage which_courier which_carrier what_courier "
        "which_service which_company ship_with insured insurance signature_required signature_needed require_a_signature sign_for_it "
        "sign_for weekend_delivery deliver_on saturday_delivery ship_on customs_form eco carbon lead_time lead_times turnaround_time "
        "turnaround_times processing_time pickup pick_up_in collect_in_person click_and_collect split_shipment ship_together"},
    {LEX_CLOSED, "weekend weekends holiday holidays open closed opening_hours bank_holiday business_hours public_holiday closing close_for "
        "closure sundays saturdays shut count_weekends working_week phone_line office_hours"},
    {LEX_GIFT_WRAP, "gift_wrap gift_wrapped gift_box wrapping_paper gift_bag gift_note gift_message packing_slip price_tag price_slip "
        "prices_in invoice_in gift_receipt handwritten_note ribbon discreet plain_box"},
    {LEX_CUSTOMS, "customs duty duties tax import import_tax vat hs_code commodity_code tariff clearance broker customs_paperwork "
        "declared_value customs_declaration commercial_invoice import_fees import_charges ioss eori"},
    {LEX_PRACTICE, "can_i_change can_you_change_later how_late cut_off cutoff how_many_hours grace_period window_for change_window "
        "do_you_offer do_you_send do_you_use do_you_take do_you_accept do_you_have do_you_give do_you_keep do_you_charge are_your "
        "is_your how_are what_happens what_happens_if is_it_normal at_what_point will_i_get will_i_receive do_i_get do_i_have_to "
        "do_i_need who_pays recycle recyclable rewards_work students_discount accept_paypal klarna afterpay payment_methods how_do_you "
        "do_you_do do_you_ever is_it_possible_to"},

    /* thanks */
    {LEX_THANKS, "thanks thank thank_you thankyou thx ty cheers ta appreciated appreciate_it grateful_to much_obliged many_thanks tysm "
        "bless_you kudos bravo well_done hats_off shout_out compliments gratitude props merci gracias danke ta_very_much thanx tnx"},
    {LEX_LOVE, "love loved loves beautiful gorgeous perfect stunning amazing delighted lovely wonderful brilliant fantastic fabulous "
        "exquisite superb excellent great awesome incredible blown_away over_the_moon spot_on thrilled chuffed adore adored exactly_right "
        "happy_with so_happy made_my_day smile smiling tears_of_joy happy_tears cried_happy speechless treasure cherish masterpiece "
        "talented top_notch first_class five_stars 5_stars recommend ecstatic pleased impressed wow best beyond_happy outstanding "
        "looks_great looks_amazing looks_perfect even_better nailed_it work_of_art magnificent"},
    {LEX_EXCITED, "excited cant_wait looking_forward so_exciting counting_down buzzing giddy hyped thrilled_to stoked eager anticipation "
        "itching_to dying_to_see"},
    {LEX_NOTED, "got_it noted understood makes_sense all_good no_worries thats_fine sounds_good will_do fair_enough ok okay k great_news "
        "good_to_know all_sorted sorted resolved sounds_perfect thats_perfect thats_great thats_all no_need_to_reply nothing_else "
        "no_reply_needed nothing_to_add just_wanted_to_say"},

    /* this order, other matters */
    {LEX_INVOICE, "invoice receipt vat tax_receipt bill proforma pro_forma tax_invoice vat_number company_name accountant bookkeeping "
        "expenses expense accounts accounting itemised itemized paperwork billing purchase_order tax_id gst finance_department"},
    {LEX_REFUND_PROGRESS, "refund_status refund_yet my_refund refund_hasnt refund_been refund_processed refund_showing refund_arrive "
        "still_no_refund waiting_for_my_refund not_been_refunded credited_yet refund_you_promised refund_was refund_go refund_come "
        "refund_still the_refund refund_you refund_from refund_for_the refund_due refund_that havent_been_refunded money_yet "
        "half_the_refund refund_hit refund_has refund_is"},
    {LEX_CARE, "clean cleaning care polish wash washed washing dishwasher waterproof water_resistant shower swim microwave iron hang "
        "maintain maintenance look_after condition wax oil tarnishing remove_the_stain machine_wash hand_wash tumble_dry wipe outdoors "
        "weatherproof cleaner bleach detergent sunlight uv store_it dry_clean take_care_of clean_it washable rewax"},
    {LEX_PROOF, "proof proofs mockup mock_up draft preview artwork rendering render design sketch layout template digital_proof visual"},
    {LEX_APPROVE, "approve approved approval looks_good go_ahead happy_with_the green_light proceed sign_off signed_off approving "
        "good_to_go looks_spot_on print_it thumbs_up all_correct looks_right carry_on crack_on proof_is_fine proof_looks "
        "proof_is_perfect fire_away"},
    {LEX_POINTS, "points loyalty reward rewards coupon code discount voucher gift_card store_credit promo promo_code referral price_match "
        "price_adjustment sale cheaper price_drop black_friday discount_code price_difference on_sale student_discount"},
    {LEX_PRIVACY, "delete_my_data delete_my_account gdpr data_protection personal_data my_data unsubscribe privacy erase remove_my_details "
        "my_details on_file my_account log_in login password data_hold right_to_be_forgotten mailing_list newsletter"},
    {LEX_SHARE, "instagram post_it permission feature tagged social_media share_the my_story marketing_material your_website facebook "
        "pinterest use_my_photo testimonial your_page show_it_on your_feed portfolio reel tiktok_video"},
    {LEX_REPAIR, "repair repaired repairing resize resized restring mend spare replacement_part spare_part spare_parts warranty "
        "re_engrave replate recondition refurbish spares certificate authenticity valuation digital_copy digital_file high_res "
        "original_file file vector copy_of leftover offcut re_string refinish"},
    {LEX_ABOUT_PIECE, "what_is_it_made what_material what_wood what_font which_font what_metal is_it_real is_it_solid what_leather how_old "
        "how_heavy what_finish what_paint made_of which_wood which_leather contains does_it_contain made_from sourced comes_from "
        "hallmark what_stone what_weight what_thread name_of_the"},
    {LEX_OWN_ACCIDENT, "i_dropped i_spilled i_spilt my_dog_chewed dog_chewed my_son_broke my_daughter_broke i_broke ran_over knocked_it "
        "my_toddler i_sat_on i_lost washed_it_by i_scratched my_cat_knocked dropped_it my_cat my_puppy left_it_in i_knocked "
        "i_lost_one lost_one lost_mine"},

    /* the other roads */
    {LEX_OFF_SHELF, "off_the_shelf ready_made readymade in_stock stock plain blank unpersonalised unpersonalized non_custom not_custom "
        "not_customised not_personalised not_personalized non_personalised non_personalized unengraved no_engraving off_the_peg standard "
        "catalogue catalog without_engraving nothing_engraved stocked generic_one nothing_custom no_personalisation no_personalization "
        "no_name_on_it nothing_personal regular ready_to_wear off_the_rack polish_cloth gift_set candle candles cloth tote mass_produced "
        "no_text no_monogram isnt_custom isnt_personalised isnt_personalized pre_made uncustomised not_made_to_order normal_one shelf "
        "accessories spare_chain refill"},
    {LEX_BUYING, "thinking_of_buying interested_in looking_for do_you_sell do_you_make bulk wholesale id_like_to_order would_like_to_order "
        "want_to_order before_i_order before_ordering before_i_buy place_an_order planning_to_order considering minimum_order bulk_discount "
        "corporate_order commission catalogue_please do_you_stock is_it_available do_you_have_any price_for how_much_for how_much_is "
        "how_much_would how_much_are looking_at thinking_about want_to_buy to_buy tempted browsing available_in come_in could_you_make "
        "can_you_make can_you_do could_you_do could_you_engrave can_you_engrave could_you_put can_you_put would_you_make "
        "would_you_be_able_to_make sizes_do_you how_big is_there_a_discount pieces_for units how_do_i_order havent_ordered "
        "not_ordered_yet before_committing if_i_order if_i_ordered on_your_site on_your_website do_you_offer saw_your in_your_range "
        "on_the_fence placing_an_order does_it_come shopping_for sample samples swatch"},
    {LEX_SUBSCRIPTION, "subscription subscribe subscribed subscriber membership member monthly monthly_box club plan renewal renew renewed "
        "renews auto_renew autorenew autoship quarterly box_of_the_month annual_plan skip_a_month skip_next_month pause_my next_box "
        "billing_cycle trial free_trial recurring standing_order direct_debit every_month monthly_charge tier renewing skip_the_next "
        "this_months next_months yearly_plan club_box month_box auto_ship recurring_payment recurring_charge"},
    {LEX_DISPUTE, "chargeback charge_back dispute disputed disputing paypal bank card_issuer claim_with case_opened opened_a_case "
        "filed_a credit_card_company reversed fraud fraudulent unauthorised unauthorized visa mastercard amex klarna_dispute section_75 "
        "buyer_protection resolution_centre resolution_center dispute_reference retrieval_request provisional_credit arbitration "
        "stripe case_number evidence_for my_bank raised_a_dispute opened_a_dispute acquirer claim_against transaction payment_reversal "
        "credit_card card_company merchant reversal"},
    {LEX_THREAT, "or_i_will otherwise_i or_else if_i_dont if_you_dont unless_i unless_you ill_have_to ill_be_forced going_to_file "
        "will_file ill_file will_be_filing next_stop ill_dispute will_dispute going_to_dispute ill_go_to_my_bank will_go_to "
        "i_will_dispute i_will_contact_my_bank consider_filing will_charge_back ill_chargeback i_may_have_to will_be_calling"},
    {LEX_SPAM, "seo backlink backlinks followers marketing collaboration ranking guest_post sponsorship sponsor crypto bitcoin loan "
        "google_ranking traffic leads your_website_traffic web_design rank influencer increase_your_sales boost_your grow_your "
        "partnership partner_with supplier manufacturer factory b2b proposal_for agency invest investment lottery winner prize casino "
        "viagra singles congratulations_you free_gift_card click_here our_services we_offer our_company cold_email exporters dear_sir_madam "
        "business_opportunity business_owner domain trademark_registration web_developer app_developer virtual_assistant outsourcing "
        "shopify_store fund donation charity raffle petition solar insurance_quote roofing webinar demo brochure_from newsletter_from "
        "packaging_solutions inheritance prince transfer_of"},
    {LEX_JOB, "job vacancy vacancies hiring hire cv resume internship intern apply applying application position_at work_for_you "
        "apprentice apprenticeship freelance work_experience recruiter recruitment career careers salary"},
    {LEX_CHITCHAT, "weather joke football recipe homework horoscope how_are_you what_is_your_name meaning_of_life movie song translate "
        "capital_of tell_me_a sing wrong_number who_are_you are_you_human are_you_a_robot chatbot are_you_a_bot dentist appointment "
        "dinner pizza taxi parking gym doctor_appointment mum_can_you are_you_there test testing wifi passport visa_application "
        "homework essay flight_to book_a_table restaurant hotel wrong_person_sorry pick_up_the_kids lunch poem good_morning "
        "marry_me date_me bored_today"},

    /* answering */
    {LEX_YES, "yes yep yeah yup sure absolutely definitely of_course correct thats_right ok okay fine agreed affirmative please_do aye "
        "certainly yea thats_correct by_all_means"},
    {LEX_NO, "no nope nah no_thanks no_thank_you dont_think_so rather_not negative not_this_time"},
    {LEX_CHOOSE, "option choice choose first_one second_one go_with ill_take the_former the_latter option_a option_b ill_have pick opt_for "
        "opt number_one number_two i_choose we_choose id_go id_prefer well_take take_the id_take lets_go_with lets_do the_second the_first "
        "whichever b a_please"},
    {LEX_HERE_IS, "here_is here_are heres attached as_requested here_you_go enclosed please_find see_attached attaching uploaded its_order "
        "order_number_is my_number_is the_number_is below you_asked as_asked as_you_asked requested_photos sending_you sent_them "
        "find_attached in_the_attachment"},
    {LEX_CONSENT, "agree consent accept i_confirm confirm confirmed confirming happy_to_wait ill_wait i_can_wait wait_is_fine okay_with "
        "fine_with ok_with authorise authorize permission_to happy_for_you well_wait can_wait i_accept i_agree keep_my_order "
        "leave_it leave_as_is keep_it_as as_it_is as_it_was stick_with"},
    {LEX_REMAKE, "remake redo make_another replacement new_one remade redone do_it_again do_over make_it_again a_new_one another_one "
        "re_make reprint re_do replaced make_a_new send_a_new send_another fresh_one"},

    /* signs */
    {LEX_LEGAL, "lawyer solicitor attorney legal_action sue court small_claims trading_standards consumer_rights ombudsman legal_advice "
        "lawsuit legal_team consumer_protection consumer_forum ftc attorney_general legally legal_proceedings citizens_advice "
        "bbb better_business_bureau statutory letter_before_action solicitors lawyers legal acl consumer_affairs accc tribunal"},
    {LEX_PUBLIC, "one_star 1_star bad_review negative_review trustpilot review tiktok twitter facebook_group go_public social_media "
        "newspaper journalist tell_everyone name_and_shame reddit google_review post_about expose watchdog viral report_you "
        "reporting_you yelp leave_a_review the_press my_followers warn_others warn_people"},
    {LEX_GRIEF, "passed_away died death funeral memorial late_husband late_wife late_mother late_father late_mum late_dad grief grieving "
        "bereavement bereaved urn ashes cremation headstone grave miscarriage stillborn stillbirth hospice terminal terminally "
        "cancer palliative in_memory in_loving_memory rainbow_bridge put_to_sleep lost_our lost_my_mum lost_my_dad lost_my_mother "
        "lost_my_father lost_my_husband lost_my_wife lost_my_son lost_my_daughter lost_my_brother lost_my_sister lost_my_dog "
        "lost_my_cat widow widower mourning cremated dying intensive_care icu chemo coffin burial "
        "passed_last passed_on crossed_the dementia ill_with weeks_to_live days_to_live passed_in_ funeral_home stillbirths"},
    {LEX_ANGER, "angry furious disgusted disgrace disgraceful unacceptable ridiculous joke appalling terrible awful worst rip_off scam "
        "scammers fed_up livid outrageous outraged sick_of shambles pathetic useless incompetent atrocious shocking dreadful "
        "wtf bullshit crap rubbish garbage hell damn absurd insulting unprofessional had_enough a_joke beyond_a_joke laughable "
        "never_again infuriating annoyed annoying irritated cowboys farce fuming enough_is_enough thieves horrendous abysmal"},
    {LEX_SAD, "disappointed disappointing disappointment upset upsetting sad heartbroken gutted devastated crying cried tears cry let_down "
        "shame frustrated frustrating stressed distraught sorry_to unhappy dismayed embarrassed embarrassing mortified "
        "humiliated hurtful broke_my_heart sadly tearful dissatisfied not_happy not_impressed saddened crushed_by stress worried "
        "worry worrying anxious concerned panic panicking"},
    {LEX_CHASING, "asked_twice emailed_twice third_time second_email third_email fourth_email emailed_you ive_written again_and_again "
        "chasing chased keep_asking repeatedly numerous_times several_times many_times called_twice any_time_soon how_many_times "
        "hello_anyone anybody_there anyone_there wrote_last_week written_twice emailed_last come_on answer_me reply_please "
        "i_emailed i_have_emailed still_no_reply last_email previous_emails ive_emailed ive_asked how_much_longer"},
    {LEX_PHOTO_ATTACHED, "photo_attached photos_attached picture_attached pictures_attached see_photo see_photos see_picture see_pictures "
        "attached_photo attached_photos attached_a_photo attached_photos attached_pictures attached_a_picture photo_enclosed "
        "pic_attached pics_attached see_pic see_pics attaching_photos attaching_a_photo ive_attached i_attached here_are_photos "
        "here_is_a_photo here_are_the_photos see_attached photos_below photo_below sending_photos pictures_enclosed picture_below "
        "in_the_photo in_the_picture in_the_photos in_the_pictures in_the_attached images_attached image_attached pictures_show "
        "photos_show photo_shows picture_shows heres_a_photo heres_a_pic heres_a_picture attached_are attached_image attached_images "
        "screenshot_attached have_attached"},

    /* what is no business of ours */
    {LEX_BANKING, "atm cash_machine cash_point cashpoint withdraw withdrawal withdrawals top_up "
        "topup top_ups topping_up topped_up overdraft iban swift sort_code routing_number "
        "account_number savings checking_account current_account bank_account joint_account mortgage "
        "interest_rate apr passcode pin balance exchange_rate exchange_rates currency currencies "
        "direct_deposit payslip salary wages paycheck bank_transfer transfer transfers transferred "
        "transferring payee beneficiary debit_card virtual_card disposable_card physical_card "
        "contactless apple_pay google_pay spending spent credit_score credit_limit credit_rating "
        "statement_balance minimum_payment cheque cheques chequebook checkbook deposit deposited "
        "fiat crypto wallet_app banking bank_app banking_app freeze_my card_expires activate_my "
        "activate_card identity_verified verify_my_identity source_of_funds tax_return tax_refund "
        "taxes pension loan income stock_price my_bills electricity_bill gas_bill water_bill rent "
        "landlord cash"},
    {LEX_TRAVEL, "flight flights airport airline plane boarding luggage suitcase hotel hostel visa "
        "passport vacation trip_to train_to train_station bus_to train ticket_to itinerary airbnb "
        "car_hire car_rental rental_car book_a_room sightseeing tourist currency_in plug_do embassy "
        "timezone time_zone travel_alert travel_notification vaccines carry_on layover gate "
        "departure"},
    {LEX_COOKING, "recipe recipes cook cooking bake baking oven fridge freezer calories ingredients "
        "ingredient egg eggs rice chicken pasta soup butter milk sauce spices restaurant restaurants "
        "dinner lunch breakfast meal pizza burger sushi cuisine nutrition carbs protein groceries "
        "grocery_list shopping_list reservation_at table_for reviews_for substitute_for boil"},
    {LEX_TECH, "wifi internet router laptop computer printer browser operating_system app "
        "password_reset bluetooth reboot software screen_is sim_card roaming broadband download "
        "upload_speed phone_battery speaker volume playlist song songs music podcast movie film_on "
        "tv channel smart_home thermostat lights_off lights_on light_bulb vacuum_the sync alarm "
        "timer reminder remind_me calendar_for my_calendar meeting meetings schedule_a to_do_list "
        "todo_list text_my call_my"},
    {LEX_HEALTH, "symptoms headache fever sore_throat vaccine vaccination shot doctor dentist "
        "blood_pressure blood_type prescription pharmacy insurance_plan health_insurance workout "
        "exercise sleep diet vitamin clinic therapist weight_loss gym surgery cold_remedy medicine "
        "physio"},
    {LEX_MOTORING, "gas_station petrol tire tires tyre tyres oil_change mpg engine brakes jump_start "
        "gas_in fuel diesel car_insurance parking traffic directions driving_licence license_plate "
        "highway car_battery mileage uber taxi lyft road_trip speed_camera"},
    {LEX_WEATHER, "weather rain raining snow temperature forecast_for humidity sunny umbrella "
        "hurricane degrees_outside"},
    {LEX_KNOWLEDGE, "define definition synonym capital_of square_root how_tall how_far "
        "how_many_miles population president who_wrote who_won translate how_do_you_say spell_the "
        "meaning_of what_is_the_meaning convert kilometers percent_of equation essay poem joke "
        "riddle trivia fun_fact flip_a_coin roll_a_dice random_number who_invented history_of plus "
        "divided_by"},
    {LEX_SMALLTALK, "are_you_real are_you_a who_made_you how_old_are_you where_are_you_from "
        "your_name call_you call_me your_hobbies do_you_like do_you_dream do_you_know "
        "tell_me_a_story are_you_human are_you_ai what_can_you_do what_can_i_ask who_do_you_work "
        "your_boss good_night goodbye see_you change_language speak_spanish change_your_voice "
        "change_your_accent whisper_mode repeat_that say_that_again talk_to_me are_you_married"},
    {LEX_WORKLIFE, "pto time_off days_off vacation_days sick_day payroll hr w2 w_2 401k overtime "
        "shift_swap boss_says_no performance_review expense_report promotion_at annual_leave "
        "maternity homework exam teacher_says lecture tuition university scholarship council_tax "
        "bin_collection voter registration_of jury_duty plumber boiler leak_under_the sink "
        "neighbours_noise gardening lawn"},

    /* people, things, times: noise that is better named */
    {LEX_FAMILY, "mother mom mum mam father dad wife husband son daughter sister brother grandma granny nan grandad grandpa grandfather "
        "grandmother niece nephew aunt uncle cousin boyfriend girlfriend fiance fiancee partner friend colleague boss coworker "
        "parents kids children baby granddaughter grandson daughters sons bride groom bridesmaid bridesmaids groomsmen groomsman "
        "teacher godson goddaughter grandparents in_laws mother_in_law mate family twins toddler godmother godfather nana papa"},
    {LEX_PET, "dog cat puppy kitten pup pooch hound horse rabbit bunny parrot hamster labrador terrier spaniel pet pets guinea_pig tabby "
        "corgi beagle poodle dachshund pug collie pony retriever tortoise ferret budgie"},
    {LEX_PRODUCT, "ring necklace bracelet locket cufflinks watch portrait painting canvas mug cup glass tumbler flask wallet purse belt bag "
        "sign plaque board cushion pillow blanket quilt print poster lamp ornament bauble keyring keychain pendant bangle brooch "
        "shirt hoodie jacket dress suit robe towel apron cap scarf jumper sweater trophy award medal stationery invitation invitations "
        "card cards album book journal notebook pen knife chopping_board cutting_board candle_holder vase bowl plate teapot decanter "
        "collar lead bowl stocking tree topper cake_topper clock jigsaw puzzle toy teddy rug doormat mat bench chair table box tray "
        "frame globe map crib cradle onesie bib socks tie tote backpack pouch case phone_case coaster coasters bottle hip_flask "
        "tankard goblet lunchbox nameplate name_badge badge banner flag saddle guitar pick urn stein anklet earrings waistcoat kilt "
        "veil gown tunic kurta sari cufflink tiepin stamp wax_seal charm figurine statue mask pyjamas pajamas duvet curtain"},
    {LEX_CRAFT_WORD, "custom customised customized personalised personalized bespoke made_to_order made_to_measure handmade handcrafted "
        "monogrammed personalisation personalization one_of_a_kind one_off commissioned tailor tailored"},
    {LEX_ORDER, "order orders ordered ref reference purchase purchased bought placed order_number order_no confirmation_number invoice_number"},
    {LEX_TODAY, "today tonight this_morning just_now minutes_ago an_hour_ago yesterday last_night this_afternoon moments_ago right_now "
        "this_evening half_an_hour hour_ago hours_ago ten_minutes five_minutes just_placed just_ordered placed_earlier"},
    {LEX_FUTURE_DAY, "tomorrow next_week this_week this_weekend next_month friday monday tuesday wednesday thursday saturday sunday "
        "end_of_the_week end_of_the_month in_two_weeks in_three_days in_a_week in_two_days soon the_weekend next_friday next_saturday "
        "this_friday this_saturday"},
    {LEX_MONTH, "january february march april june july august september october november december jan feb mar apr jun jul aug sept sep "
        "oct nov dec"},
    {LEX_GREETING, "hi hello hey dear good_morning good_afternoon good_evening greetings hiya morning evening to_whom team howdy gday yo"},
    {LEX_WISH_WELL, "hope_you_are_well hope_this_finds hope_youre_well hope_all_is_well have_a_nice have_a_great regards sincerely "
        "yours_faithfully best_wishes kind_regards best_regards warm_regards take_care"},
    {LEX_NOT, "not no never without none nothing isnt arent wasnt werent dont doesnt didnt havent hasnt hadnt wont wouldnt cant cannot "
        "couldnt shouldnt aint nobody neither nor hardly barely"},
    {LEX_BUT, "but however although though except other_than apart_from only_thing yet_i on_the_other_hand that_said"},
    {LEX_ALSO, "also and_also plus another_thing one_more_thing second_thing secondly in_addition while_im_at_it by_the_way btw oh_and "
        "separately other_thing additionally two_things as_well lastly finally furthermore p_s ps"},
    {LEX_IF, "if unless whether in_case provided assuming"},
    {LEX_LAW_RIGHT, "right_to rights entitled entitle cooling_off withdrawal 14_days statutory_right consumer_law"},
};
/* clang-format on */
const size_t lexicon_en_count = sizeof lexicon_en / sizeof *lexicon_en;
